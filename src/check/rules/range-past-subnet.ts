import { contains, type Network4, parseAddress, parseNetwork, showAddress, showNetwork } from "../../address/ipv4.ts";
import type { Cluster } from "../../model/cluster.ts";
import { fault } from "../../model/fault.ts";
import { rangesPastEnd } from "../past-end.ts";
import { isKnown, noteAt, type Placed, type Rule, spanOf } from "../rule.ts";

/** A range counts on where the network ends: with `10.1.40.200+` for a hundred nodes half of them are somebody else's. */
export const rangePastSubnet: Rule = (cluster) => {
  const subnet = parseNetwork(cluster.network.subnet);
  if (subnet === undefined || !isKnown(cluster, ["network", "subnet"])) return [];
  return rangesPastEnd(cluster, subnet).map(({ nodes, firstOut }) => {
    const [first, out, last] = [nodes[0], nodes[firstOut], nodes.at(-1)];
    const span = spanOf(cluster, "nodes", out?.index ?? 0, "address");
    const names = `"${first?.node.name}" to "${last?.node.name}"`;
    const message = `the addresses of ${names} run over the end of ${cluster.network.subnet}: ${firstOut} of ${nodes.length} fit, "${out?.node.name}" would get ${out?.node.address}`;
    const wider = networkFor(subnet, nodes);
    const latest = latestStart(subnet, nodes.length, takenBy(cluster, nodes));
    const notes = [
      ...(latest > subnet.first
        ? [`${showAddress(latest)}+ is the last start from which all ${nodes.length} fit`]
        : []),
      ...(wider ? [`${showNetwork(wider)} would hold them all, if that is the network that the router has`] : []),
      ...noteAt("the network is here", spanOf(cluster, "network", "subnet"), span),
    ];
    return fault("range-past-subnet", message, { span, notes });
  });
};

/** What others have: the gateway, and the nodes that are not of this range. */
function takenBy({ network, nodes: all }: Cluster, nodes: readonly Placed[]): readonly number[] {
  const own = new Set(nodes.map(({ index }) => index));
  const others = all.filter((_, index) => !own.has(index)).map(({ address }) => address);
  return [network.gateway, ...others].flatMap((address) => parseAddress(address) ?? []);
}

function latestStart({ last }: Network4, count: number, taken: readonly number[]): number {
  const downwards = [...taken].sort((a, b) => b - a);
  return downwards.reduce(
    (start, each) => (start <= each && each < start + count ? each - count : start),
    last - count,
  );
}

/** The smallest network around that has all of the addresses, none of them its last; beyond a /16 nobody's router has it. */
function networkFor({ first, prefixLength }: Network4, nodes: readonly Placed[]): Network4 | undefined {
  const last = parseAddress(nodes.at(-1)?.node.address ?? "");
  for (let length = prefixLength - 1; length >= 16 && last !== undefined; length -= 1) {
    const size = 2 ** (32 - length);
    const start = Math.floor(first / size) * size;
    const network = { first: start, last: start + size - 1, prefixLength: length };
    if (contains(network, last) && last !== network.last) return network;
  }
  return undefined;
}
