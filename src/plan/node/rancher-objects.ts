import type { RancherTrust } from "../../model/bundle.ts";
import type { Cluster } from "../../model/cluster.ts";
import { hasWorker } from "./k3s-config.ts";

/**
 * The objects by which Rancher expects the cluster under an id and tokens that are known beforehand, in the order of their creation:
 * a cluster without a token would be given a random one. Field by field from Rancher's source (pkg/crds/dashboard,
 * pkg/controllers/dashboard/clusterregistrationtoken, pkg/controllers/provisioningv2/cluster) at v2.12.12, v2.13.8, v2.14.4 and
 * v2.15.0; not tried on a live Rancher.
 */
export function importObjects(cluster: Cluster, trust: RancherTrust): readonly unknown[] {
  return [
    { apiVersion: "v1", kind: "Namespace", metadata: { name: trust.clusterId } },
    registrationToken("default-token", trust.defaultToken, trust.clusterId),
    // What agents use after their first connection: kept, so that a re-flashed Rancher knows the agents of before.
    registrationToken("system", trust.systemToken, trust.clusterId),
    {
      apiVersion: "provisioning.cattle.io/v1",
      kind: "Cluster",
      metadata: {
        name: cluster.name,
        namespace: "fleet-default",
        annotations: {
          "provisioning.cattle.io/management-cluster-name": trust.clusterId,
          "field.cattle.io/no-creator-rbac": "true",
          // Rancher would install its own upgrade controller and change the version that the profile names.
          "rancher.io/imported-cluster-version-management": "false",
        },
      },
      spec: {
        clusterAgentDeploymentCustomization: agentCustomization(cluster),
        fleetAgentDeploymentCustomization: agentCustomization(cluster),
      },
    },
  ];
}

/** No `spec.ttl`: 2.12 does not know it, and later versions take 0 for half an hour. The status is no subresource, so it is kept. */
function registrationToken(name: string, token: string, clusterId: string): unknown {
  return {
    apiVersion: "management.cattle.io/v3",
    kind: "ClusterRegistrationToken",
    metadata: { name, namespace: clusterId },
    spec: { clusterName: clusterId },
    status: { token },
  };
}

/** Rancher's agents prefer control planes and tolerate their taint; 500 MB more is what a small one cannot bear. */
function agentCustomization(cluster: Cluster): unknown {
  const notControlPlane = { key: "node-role.kubernetes.io/control-plane", operator: "DoesNotExist" };
  const required = { nodeSelectorTerms: [{ matchExpressions: [notControlPlane] }] };
  return {
    ...(hasWorker(cluster) && {
      overrideAffinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: required } },
    }),
    overrideResourceRequirements: { requests: { cpu: "50m", memory: "200Mi" } },
  };
}
