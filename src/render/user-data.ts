import type { CardPlan, NodeFile, Templates } from "../model/plan.ts";
import { printYaml } from "../yaml/print.ts";
import { cardJson } from "./card-json.ts";
import { type RenderedContent, renderContent } from "./content.ts";
import { cardJsonFile } from "./node-files.ts";
import { fillTemplate } from "./template.ts";

const header = (card: CardPlan) => `#cloud-config
# ${card.node} (${card.role}) of cluster ${card.card.cluster}, ${card.address}. Written by edgegen: change the profile, not this file.
# It holds secrets of this node; the node overwrites it once everything stands on its own file system.
`;

/**
 * The whole of what cloud-init gets, complete in itself: no include, no second part, no network. The first line must be
 * `#cloud-config`, else cloud-init skips the file in silence. Entries of write_files that many cards share are printed once.
 */
export function renderUserData(card: CardPlan, templates: Templates): string {
  const bootcmd = [fillTemplate(templates, card.bootTemplate, { instanceId: card.instanceId })];
  const files = card.nodeFiles.map((file) => entry(file, renderContent(templates, file.content)));
  const own = entry(cardJsonFile, { text: cardJson(card, templates), sha256: "" });
  return `${header(card)}${printYaml({ ...card.cloudConfig, bootcmd })}write_files:\n${own}${files.join("")}`;
}

const printed = new WeakMap<RenderedContent, Map<string, string>>();

/** One item of the list; a list may stand at its key's own indentation, so items are printed by themselves and joined. */
function entry(file: Pick<NodeFile, "path" | "mode">, content: RenderedContent): string {
  const cache = printed.get(content) ?? new Map<string, string>();
  printed.set(content, cache);
  const key = `${file.mode} ${file.path}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const text = printYaml([{ path: file.path, owner: "root:root", permissions: file.mode, content: content.text }]);
  cache.set(key, text);
  return text;
}
