import { fault } from "../../model/fault.ts";
import { nodesWith, type Rule, spanOf } from "../rule.ts";

/** Such a node would come up without a network. */
export const wifiMissing: Rule = (cluster) => {
  if (cluster.network.wifi !== undefined) return [];
  const wireless = nodesWith(cluster, "interface").filter(({ node }) => node.interface?.startsWith("wl"));
  return wireless.map(({ node, index }) => {
    const span = spanOf(cluster, "nodes", index, "interface");
    const notes = ["write `wifi: {ssid: ..., password: {secret: NAME}, country: ..}` into `network`"];
    return fault("wifi-missing", `"${node.name}" is on Wi-Fi, but network.wifi is not there`, { span, notes });
  });
};
