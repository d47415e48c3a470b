import { fault } from "../../model/fault.ts";
import { parseK3sVersion } from "../../model/versions.ts";
import { called, distinct, isWritten, layerNote, nodesWith, noteAt, type Rule, spanOf } from "../rule.ts";

/** A kubelet may be up to three minor versions older than the API server, never newer: https://kubernetes.io/releases/version-skew-policy/. */
export const k3sVersionSkew: Rule = (cluster) => {
  const nodes = nodesWith(cluster, "role", "k3s.version");
  const server = nodes.find(({ node }) => node.role === "control-plane");
  const api = server && parseK3sVersion(server.node.k3s.version);
  if (api === undefined) return [];
  const workers = nodes.filter(({ node }) => node.role === "worker");
  return distinct(workers, (node) => node.k3s.version).flatMap((placed) => {
    const { node, index } = placed;
    const kubelet = parseK3sVersion(node.k3s.version);
    if (kubelet === undefined || kubelet.major !== api.major) return [];
    const newer = kubelet.minor > api.minor || (kubelet.minor === api.minor && kubelet.patch > api.patch);
    if (!newer && kubelet.minor >= api.minor - 3) return [];
    const span = spanOf(cluster, "nodes", index, "k3s", "version");
    const what = newer ? "newer than" : "more than three minor versions older than";
    const message = `K3s ${node.k3s.version} of ${called(node)} is ${what} the control plane's ${server?.node.k3s.version}`;
    const ofServer = ["nodes", server?.index ?? 0, "k3s", "version"] as const;
    const here = isWritten(cluster, ...ofServer)
      ? noteAt("the control plane's is here", spanOf(cluster, ...ofServer), span)
      : [{ message: "the control plane has the default: write `k3s: {version: ...}` at the top, for all nodes" }];
    const notes = [...here, ...layerNote(cluster, placed, "k3s", "version")];
    return [fault("k3s-version-skew", message, { span, notes })];
  });
};
