import type { Bundle } from "../../model/bundle.ts";
import type { ClusterNode } from "../../model/cluster.ts";
import type { Content, NodeFile } from "../../model/plan.ts";
import { secretText } from "../secrets.ts";

type Registries = ClusterNode["k3s"]["registries"];

const made = new WeakMap<Bundle, WeakMap<Registries, Content>>();

/** /etc/rancher/k3s/registries.yaml, where the profile has one; nodes with the same settings share its content. */
export function registriesFiles(node: ClusterNode, bundle: Bundle): readonly NodeFile[] {
  const { registries } = node.k3s;
  if (Object.keys(registries).length === 0) return [];
  const ofBundle = made.get(bundle) ?? new WeakMap<Registries, Content>();
  made.set(bundle, ofBundle);
  const content = ofBundle.get(registries) ?? { kind: "yaml", data: withSecrets(registries, bundle) };
  ofBundle.set(registries, content);
  return [{ path: "/etc/rancher/k3s/registries.yaml", mode: "0600", content, secret: true }];
}

/** Any value may be a `{secret: NAME}`. */
function withSecrets(value: unknown, bundle: Bundle): unknown {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((item) => withSecrets(item, bundle));
  const entries = Object.entries(value);
  const [key, name] = entries[0] ?? [];
  if (entries.length === 1 && key === "secret" && typeof name === "string") return secretText({ secret: name }, bundle);
  return Object.fromEntries(entries.map(([inner, item]) => [inner, withSecrets(item, bundle)]));
}
