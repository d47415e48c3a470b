import { fault } from "../../model/fault.ts";
import { keySpanOf, type Rule } from "../rule.ts";

/** Add-ons that K3s brings along, by the names of their files. */
const ofK3s = new Set(["ccm", "coredns", "local-storage", "metrics-server", "rolebindings", "runtimes", "traefik"]);

/**
 * K3s calls the add-on of a manifest by the file's name up to the first dot, so this must be a name for Kubernetes, and one that
 * nobody else has: https://docs.k3s.io/installation/packaged-components#file-naming-requirements.
 */
export const badManifest: Rule = (cluster) => {
  const seen = new Map<string, string>();
  return cluster.k3s.manifests.flatMap(({ name }, index) => {
    const addOn = name.split(".")[0] ?? "";
    const reason =
      nameReason(name, addOn) ??
      (seen.has(addOn) ? `K3s goes by what stands before the first dot, as in ${seen.get(addOn)}` : undefined);
    seen.set(addOn, name);
    if (reason === undefined) return [];
    const span = keySpanOf(cluster, "k3s", "manifests", index);
    return [
      fault("bad-manifest", `${JSON.stringify(name)} cannot be the name of a manifest`, { span, notes: [reason] }),
    ];
  });
};

function nameReason(name: string, addOn: string): string | undefined {
  if (/^kustomization\.ya?ml$/i.test(name)) return "K3s does not run kustomize: name what `kubectl kustomize` prints";
  if (/^(?:Chart|values)\.ya?ml$/.test(name)) return "K3s does not read charts: write a HelmChart (docs.k3s.io/helm)";
  if (!/^[a-z0-9][a-z0-9.-]*\.(?:ya?ml|json)$/.test(name)) {
    return "expected: lower-case letters, digits, `-` and `.`, with .yaml, .yml or .json at the end";
  }
  if (!/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(addOn)) return "up to its first dot it must be a DNS label";
  if (ofK3s.has(addOn)) return "K3s has a file of its own by that name";
  return addOn.startsWith("edgegen-") ? "names that begin with edgegen- are edgegen's" : undefined;
}
