import type { Cluster } from "../../model/cluster.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { choiceNote, didYouMean } from "../../model/did-you-mean.ts";
import { fault } from "../../model/fault.ts";
import { distinct, nodesWith, type Placed, type Rule, runsK3s, spanOf } from "../rule.ts";

/** Flags for which K3s knows a few words: https://docs.k3s.io/cli/server, https://docs.k3s.io/networking/basic-network-options. */
const choices: Readonly<Record<string, readonly string[]>> = {
  "flannel-backend": ["vxlan", "host-gw", "wireguard-native", "none"],
  "egress-selector-mode": ["agent", "cluster", "pod", "disabled"],
  "secrets-encryption-provider": ["aescbc", "secretbox"],
};

/** K3s ends at a word that it does not know, is started again, and ends again. */
export const k3sValueUnknown: Rule = (cluster) =>
  distinct(nodesWith(cluster, "role").filter(runsK3s), (node) => node.k3s.config).flatMap((placed) =>
    Object.entries(choices).flatMap(([key, allowed]) => unknown(cluster, placed, key, allowed)),
  );

function unknown(
  cluster: Cluster,
  { node, index }: Placed,
  key: string,
  allowed: readonly string[],
): readonly Diagnostic[] {
  const value = node.k3s.config[key];
  if (typeof value !== "string" || allowed.includes(value)) return [];
  const span = spanOf(cluster, "nodes", index, "k3s", "config", key);
  const guess = didYouMean(value, allowed);
  const suggestion = span && guess.word !== undefined ? { span, text: guess.word } : undefined;
  const notes = [choiceNote(guess), `known are ${allowed.join(", ")}`].filter((note) => note !== undefined);
  return [fault("k3s-value-unknown", `K3s does not know ${key}: ${value}`, { span, notes, suggestion })];
}
