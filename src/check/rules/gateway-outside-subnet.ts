import { contains, parseAddress, parseNetwork } from "../../address/ipv4.ts";
import { fault } from "../../model/fault.ts";
import { isKnown, noteAt, type Rule, spanOf } from "../rule.ts";

/** A router that is not in the network cannot be reached from it. */
export const gatewayOutsideSubnet: Rule = (cluster) => {
  const { subnet: text, gateway } = cluster.network;
  const [subnet, address] = [parseNetwork(text), parseAddress(gateway)];
  if (subnet === undefined || address === undefined) return [];
  if (!isKnown(cluster, ["network", "subnet"], ["network", "gateway"]) || contains(subnet, address)) return [];
  const span = spanOf(cluster, "network", "gateway");
  const notes = noteAt("the network is here", spanOf(cluster, "network", "subnet"), span);
  return [fault("gateway-outside-subnet", `the gateway ${gateway} is outside ${text}`, { span, notes })];
};
