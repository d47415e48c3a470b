import { fault } from "../../model/fault.ts";
import { keySpanOf, type Rule } from "../rule.ts";

/** Wi-Fi concerns nodes whose interface begins with `wl`; settings that nobody uses are most likely meant for somebody. */
export const wifiUnused: Rule = (cluster) => {
  const isUsed = cluster.nodes.some((node) => node.interface?.startsWith("wl"));
  if (cluster.network.wifi === undefined || isUsed) return [];
  const notes = ["give the nodes that it is for `interface: wlan0`"];
  return [
    fault("wifi-unused", "no node uses these Wi-Fi settings", { span: keySpanOf(cluster, "network", "wifi"), notes }),
  ];
};
