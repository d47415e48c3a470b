import type { ClusterNode } from "../../model/cluster.ts";
import { fault } from "../../model/fault.ts";
import { called, distinct, layerNote, nodesWith, type Rule, spanOf } from "../rule.ts";

/** Who else listens on a node: https://docs.k3s.io/installation/requirements#networking, and the ports of Kubernetes' own components. */
const onEveryNode: ReadonlyMap<number, string> = new Map([[22, "ssh"]]);
const onK3s: ReadonlyMap<number, string> = new Map([
  [5001, "K3s"],
  [6443, "the Kubernetes API"],
  [6444, "K3s"],
  [10248, "the kubelet"],
  [10249, "kube-proxy"],
  [10250, "the kubelet"],
  [10256, "kube-proxy"],
  [10257, "the controller manager"],
  [10258, "K3s"],
  [10259, "the scheduler"],
]);
const onRancher: ReadonlyMap<number, string> = new Map([
  [80, "Rancher"],
  [443, "Rancher"],
]);

/** The API of Edge-Pulse needs a port of its own. */
export const portTaken: Rule = (cluster) => {
  const nodes = nodesWith(cluster, "role", "edge_pulse.api.port", "edge_pulse.api.listen").filter(({ node }) =>
    isListening(node),
  );
  return distinct(nodes, ({ role, edgePulse }) => `${role} ${edgePulse.api.port}`).flatMap((placed) => {
    const { node, index } = placed;
    const who = holder(node);
    if (who === undefined) return [];
    const span = spanOf(cluster, "nodes", index, "edge_pulse", "api", "port");
    return [
      fault("port-taken", `on ${called(node)} port ${node.edgePulse.api.port} is taken by ${who}`, {
        span,
        notes: ["8080 is free on every node", ...layerNote(cluster, placed, "edge_pulse", "api", "port")],
      }),
    ];
  });
};

const isListening = ({ edgePulse }: ClusterNode) => edgePulse.enabled && edgePulse.api.listen !== "off";

function holder({ role, edgePulse }: ClusterNode): string | undefined {
  const { port } = edgePulse.api;
  const nodePort = role !== "rancher" && port >= 30000 && port <= 32767 ? "Kubernetes services (NodePort)" : undefined;
  return onEveryNode.get(port) ?? (role === "rancher" ? onRancher : onK3s).get(port) ?? nodePort;
}
