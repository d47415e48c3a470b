import { fault } from "../../model/fault.ts";
import { called, layerNote, nodesWith, type Rule, spanOf } from "../rule.ts";

/** Such a node would come up without a network. */
export const wifiMissing: Rule = (cluster) => {
  if (cluster.network.wifi !== undefined) return [];
  const wireless = nodesWith(cluster, "interface").filter(({ node }) => node.interface?.startsWith("wl"));
  return wireless.map((placed) => {
    const { node, index } = placed;
    const span = spanOf(cluster, "nodes", index, "interface");
    const advice = "write `wifi: {ssid: ..., password: {secret: NAME}, country: ..}` into `network`";
    const notes = [advice, ...layerNote(cluster, placed, "interface")];
    return fault("wifi-missing", `${called(node)} is on Wi-Fi, but network.wifi is not there`, { span, notes });
  });
};
