import type { Diagnostic } from "./diagnostic.ts";
import { fault } from "./fault.ts";

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set */
const name = /^[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/;
const domain = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/;

export function isLabelKey(key: string): boolean {
  const slash = key.indexOf("/");
  return slash < 0 ? name.test(key) : domain.test(key.slice(0, slash)) && name.test(key.slice(slash + 1));
}

export function isLabelValue(value: string): boolean {
  return value === "" || name.test(value);
}

/** What a kubelet may set of Kubernetes' own labels: https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#noderestriction. */
const allowed = new Set([
  "kubernetes.io/hostname",
  "kubernetes.io/arch",
  "kubernetes.io/os",
  "beta.kubernetes.io/arch",
  "beta.kubernetes.io/os",
  "beta.kubernetes.io/instance-type",
  "failure-domain.beta.kubernetes.io/region",
  "failure-domain.beta.kubernetes.io/zone",
  "topology.kubernetes.io/region",
  "topology.kubernetes.io/zone",
]);

/** Whether the kubelet refuses to register with a label: those of Kubernetes, with few exceptions. */
export function isReservedLabel(key: string): boolean {
  const prefix = key.includes("/") ? key.slice(0, key.indexOf("/")) : "";
  const isKubernetes = /(?:^|\.)(?:kubernetes|k8s)\.io$/.test(prefix);
  const isKubelet = /(?:^|\.)(?:kubelet|node)\.kubernetes\.io$/.test(prefix);
  return isKubernetes && !isKubelet && !allowed.has(key);
}

export function reservedLabel(key: string, span: Diagnostic["span"]): Diagnostic {
  const note = key.startsWith("node-role.kubernetes.io/")
    ? "only an administrator may set it: `kubectl label node NAME KEY=true`, when the node is there"
    : "labels of kubernetes.io and k8s.io belong to Kubernetes; take a domain of your own, or none";
  return fault("bad-label", `a node may not give itself the label ${key}`, { span, notes: [note] });
}
