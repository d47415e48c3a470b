import type { Cluster } from "../../model/cluster.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { fault } from "../../model/fault.ts";
import type { Span } from "../../model/span.ts";
import { isKnown, nodesWith, type Rule, spanOf } from "../rule.ts";

/** RFC 1123: what a host name, a Kubernetes node and the first label of a DNS name can be. */
const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** Names of nodes and of the cluster are DNS labels, and mean nothing else where they end up. */
export const badName: Rule = (cluster) => [
  ...nodesWith(cluster, "name").flatMap(({ node, index }) => {
    const span = () => spanOf(cluster, "nodes", index, "name");
    return nameFault("a node", node.name, span, nodeReason(node.name));
  }),
  ...clusterName(cluster),
];

function clusterName(cluster: Cluster): readonly Diagnostic[] {
  if (!isKnown(cluster, ["cluster"])) return [];
  const { layer, span } = cluster.origin(["cluster"]);
  if (layer !== "built-in") return nameFault("the cluster", cluster.name, () => span, undefined);
  const beginning = span && { ...span, end: span.start };
  const [found] = nameFault("the cluster", cluster.name, () => beginning, undefined);
  const note = { message: "it is the name of the file, since there is no `cluster:` in it" };
  return found ? [{ ...found, notes: [...found.notes, note] }] : [];
}

function nameFault(
  whose: string,
  name: string,
  place: () => Span | undefined,
  reason: string | undefined,
): readonly Diagnostic[] {
  if (label.test(name) && reason === undefined) return [];
  const span = place();
  const mended = mend(name);
  const suggestion =
    span && isWhole(span, name) && label.test(mended) && mended !== name ? { span, text: mended } : undefined;
  const notes = [
    reason ?? "expected: 1 to 63 lower-case letters, digits and hyphens, with a letter or a digit at both ends",
    ...(/\$\{\w|\{\{/.test(name) ? ["edgegen fills in nothing: write the value itself"] : []),
    ...(mended.length < name.length && name.includes(".")
      ? ["without its domain: that is what network.search is for"]
      : []),
  ];
  return [fault("bad-name", `${JSON.stringify(name)} cannot be the name of ${whose}`, { span, notes, suggestion })];
}

/** A name in a domain is meant without it; anything else that separates words becomes a hyphen. */
function mend(name: string): string {
  const [host = ""] = name.toLowerCase().split(".");
  return host.replace(/[\s_]+/g, "-").replace(/^[!-/:-@[-`{-~]+|[!-/:-@[-`{-~]+$/g, "");
}

/** Whether the place holds this very name, with or without quotes, and not a range of names. */
const isWhole = (span: Span, name: string) => [name.length, name.length + 2].includes(span.end - span.start);

/** Names that are something else to ssh, to the resolver or in the output folder. */
function nodeReason(name: string): string | undefined {
  if (/^(?:[0-9]+|0x[0-9a-f]+)$/.test(name))
    return "ssh and others take a number for an IP address: begin it with a letter";
  if (name === "localhost") return "every machine is its own localhost";
  return name === "kubeconfig" ? "the output has a file of that name" : undefined;
}
