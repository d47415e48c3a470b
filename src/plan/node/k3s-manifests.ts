import type { Cluster } from "../../model/cluster.ts";
import type { NodeFile } from "../../model/plan.ts";

/** K3s deploys what lies here, at every start and when it changes. https://docs.k3s.io/installation/packaged-components */
export const manifestFolder = "/var/lib/rancher/k3s/server/manifests";

/** What makes the operator's kubeconfig an administrator's: its certificate only says O=edgegen:admins. */
const administrators: NodeFile = {
  path: `${manifestFolder}/edgegen-admins.yaml`,
  mode: "0600",
  content: {
    kind: "yaml",
    data: {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRoleBinding",
      metadata: { name: "edgegen-admins" },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" },
      subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "edgegen:admins" }],
    },
  },
};

/** Ours and the user's; the latter may hold Kubernetes Secrets. */
export function manifestFiles(cluster: Cluster): readonly NodeFile[] {
  const theirs = cluster.k3s.manifests.map(
    ({ name, text }): NodeFile => ({
      path: `${manifestFolder}/${name}`,
      mode: "0600",
      content: { kind: "text", text },
      secret: true,
    }),
  );
  return [administrators, ...theirs];
}
