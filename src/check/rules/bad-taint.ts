import type { Cluster } from "../../model/cluster.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { fault } from "../../model/fault.ts";
import { isLabelKey, isLabelValue } from "../../model/label.ts";
import { distinct, nodesWith, noteAt, type Placed, type Rule, runsK3s, spanOf } from "../rule.ts";

/** A kubelet does not start with a taint that it cannot read, or with the same one twice. */
export const badTaint: Rule = (cluster) =>
  distinct(nodesWith(cluster, "role").filter(runsK3s), (node) => node.taints).flatMap((placed) =>
    taintsOf(cluster, placed),
  );

/** What edgegen puts on the control plane itself. */
const ours = "node-role.kubernetes.io/control-plane:NoSchedule";

function taintsOf(cluster: Cluster, { node, index }: Placed): readonly Diagnostic[] {
  const isOurs = node.role === "control-plane" && cluster.k3s.taintControlPlane;
  const seen = new Map<string, Diagnostic["span"]>(isOurs ? [[ours, undefined]] : []);
  return node.taints.flatMap((taint, position) => {
    const span = spanOf(cluster, "nodes", index, "taints", position);
    const parsed = parseTaint(taint);
    if (parsed === undefined) return [unreadable(taint, span)];
    const same = `${parsed.key}:${parsed.effect}`;
    if (seen.has(same)) return [repeated(parsed, span, seen.get(same))];
    seen.set(same, span);
    return [];
  });
}

function repeated({ key, effect }: Taint, span: Diagnostic["span"], first: Diagnostic["span"]): Diagnostic {
  const notes = noteAt("first used here", first, span);
  return fault("bad-taint", `a taint ${key} with the effect ${effect} is there already`, { span, notes });
}

function unreadable(taint: string, span: Diagnostic["span"]): Diagnostic {
  const effect = effects.find((each) => taint.toLowerCase().endsWith(`:${each.toLowerCase()}`));
  const mended = effect && `${taint.slice(0, -effect.length)}${effect}`;
  const suggestion = span && mended && parseTaint(mended) ? { span, text: mended } : undefined;
  const notes = [`expected: key=value:Effect, where the effect is ${effects.join(", ")}`];
  return fault("bad-taint", `${JSON.stringify(taint)} is not a taint`, { span, notes, suggestion });
}

interface Taint {
  readonly key: string;
  readonly effect: string;
}

const effects = ["NoSchedule", "PreferNoSchedule", "NoExecute"];

/** https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/ */
function parseTaint(taint: string): Taint | undefined {
  const [, key = "", value = "", effect = ""] = /^([^=:]+)(?:=([^=:]*))?:([A-Za-z]+)$/.exec(taint) ?? [];
  return isLabelKey(key) && isLabelValue(value) && effects.includes(effect) ? { key, effect } : undefined;
}
