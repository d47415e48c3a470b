import type { Bundle } from "../model/bundle.ts";

/** Shorter ones are found everywhere. What they stand behind tells them. */
const shortest = 8;

/** What a card of this node may hold of the bundle in clear text, keys aside: those are told by their form. */
export function secretTexts({ k3s, rancher, nodes, userSecrets }: Bundle, node: string): readonly string[] {
  const own = nodes.get(node);
  const texts = [
    k3s.serverSecret,
    k3s.agentSecret,
    ...(own ? [own.nodePassword] : []),
    ...(rancher ? [rancher.bootstrapPassword, rancher.defaultToken, rancher.systemToken] : []),
    ...[...userSecrets.values()].flatMap((value) => value.split("\n")),
  ];
  return texts.filter((text) => text.length >= shortest);
}
