import { contains, hostAddresses, parseAddress, parseNetwork } from "../../address/ipv4.ts";
import { fault } from "../../model/fault.ts";
import { isPastEnd } from "../past-end.ts";
import { called, isKnown, nodesWith, noteAt, type Rule, spanOf } from "../rule.ts";

export const addressOutsideSubnet: Rule = (cluster) => {
  const subnet = parseNetwork(cluster.network.subnet);
  if (subnet === undefined || !isKnown(cluster, ["network", "subnet"])) return [];
  const pastEnd = isPastEnd(cluster, subnet);
  return nodesWith(cluster, "address").flatMap(({ node, index }) => {
    const address = parseAddress(node.address);
    if (address === undefined || contains(subnet, address) || pastEnd(index)) return [];
    const span = spanOf(cluster, "nodes", index, "address");
    const notes = [
      `expected: ${hostAddresses(subnet)}`,
      ...noteAt("the network is here", spanOf(cluster, "network", "subnet"), span),
    ];
    return [
      fault("address-outside-subnet", `${node.address} of ${called(node)} is outside ${cluster.network.subnet}`, {
        span,
        notes,
      }),
    ];
  });
};
