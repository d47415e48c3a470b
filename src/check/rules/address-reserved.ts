import { hostAddresses, type Network4, parseAddress, parseNetwork } from "../../address/ipv4.ts";
import { fault } from "../../model/fault.ts";
import { isPastEnd } from "../past-end.ts";
import { called, isKnown, nodesWith, noteAt, type Rule, spanOf } from "../rule.ts";

/** The first and the last address of a network belong to no host, and the gateway's is taken. */
export const addressReserved: Rule = (cluster) => {
  const subnet = parseNetwork(cluster.network.subnet);
  if (subnet === undefined || !isKnown(cluster, ["network", "subnet"])) return [];
  const gateway = isKnown(cluster, ["network", "gateway"]) ? parseAddress(cluster.network.gateway) : undefined;
  const own = endOf(subnet, gateway);
  const gatewaySpan = spanOf(cluster, "network", "gateway");
  const free = `expected: ${hostAddresses(subnet)}`;
  const pastEnd = isPastEnd(cluster, subnet);
  const found = nodesWith(cluster, "address").flatMap(({ node, index }) => {
    const address = parseAddress(node.address);
    const what =
      endOf(subnet, address) ?? (address !== undefined && address === gateway ? "the gateway's address" : undefined);
    if (what === undefined || pastEnd(index)) return [];
    const span = spanOf(cluster, "nodes", index, "address");
    const notes = [
      `${free}, and not the gateway's`,
      ...(address === gateway ? noteAt("the gateway is here", gatewaySpan, span) : []),
    ];
    return [fault("address-reserved", `${node.address} of ${called(node)} is ${what}`, { span, notes })];
  });
  if (own === undefined) return found;
  const details = { span: gatewaySpan, notes: [free] };
  return [fault("address-reserved", `the gateway ${cluster.network.gateway} is ${own}`, details), ...found];
};

function endOf(subnet: Network4, address: number | undefined): string | undefined {
  if (address === subnet.first) return "the address of the network itself";
  return address === subnet.last ? "the broadcast address of the network" : undefined;
}
