import { contains, type Network4, parseAddress } from "../address/ipv4.ts";
import type { Cluster } from "../model/cluster.ts";
import { nodesWith, type Placed, spanOf } from "./rule.ts";

/** A range of addresses that begins in the subnet and runs over its end. */
interface PastEnd {
  /** All nodes of the range, in their order. */
  readonly nodes: readonly Placed[];
  /** The position among them of the first that has no usable address. */
  readonly firstOut: number;
}

/** Such ranges, which are one fault and not three. Only nodes that are past the end are looked up in the profile. */
export function rangesPastEnd(cluster: Cluster, subnet: Network4): readonly PastEnd[] {
  const placed = nodesWith(cluster, "address");
  const isUsable = ({ node }: Placed) => {
    const address = parseAddress(node.address);
    return address === undefined || (contains(subnet, address) && address !== subnet.last);
  };
  const usable = placed.map(isUsable);
  return placed.flatMap((node, at) => {
    const before = placed[at - 1];
    if (before === undefined || usable[at] || !usable[at - 1]) return [];
    const start = startOf(cluster, node);
    if (start === undefined || start !== startOf(cluster, before)) return [];
    const nodes = placed.filter((each) => startOf(cluster, each) === start);
    return [{ nodes, firstOut: nodes.indexOf(node) }];
  });
}

function startOf(cluster: Cluster, { index }: Placed): string | undefined {
  const span = spanOf(cluster, "nodes", index, "address");
  return span && `${span.file} ${span.start}`;
}

/** Whether {@link rangesPastEnd} speaks of a node: worked out when it is first asked, since it seldom is. */
export function isPastEnd(cluster: Cluster, subnet: Network4): (index: number) => boolean {
  let indexes: ReadonlySet<number> | undefined;
  return (index) => {
    indexes ??= new Set(
      rangesPastEnd(cluster, subnet).flatMap(({ nodes, firstOut }) => nodes.slice(firstOut).map((node) => node.index)),
    );
    return indexes.has(index);
  };
}
