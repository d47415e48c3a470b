import type { Check } from "../check.ts";
import { compareList } from "../difference.ts";
import { hasSpareWire, setInterface } from "../interface.ts";
import { askManager, judgeManager } from "../manager.ts";
import { fields, jsonAmong } from "../seen.ts";

interface Link {
  readonly ifname?: string;
  readonly addr_info?: readonly { readonly local: string; readonly prefixlen: number; readonly dynamic?: boolean }[];
}

/** The node's interface has exactly the one address, for ever; no other has any. IPv6 comes from the router and is its business. */
export const address: Check = {
  name: "address",
  probe: (expected) => `${setInterface(expected.node)}
echo "lan=$lan"
${askManager(expected, "IP4.ADDRESS")}
ip -4 -json address show`,
  judge: (seen, { cluster, node }) => {
    const own = fields(seen).get("lan") ?? "";
    const links = (jsonAmong(seen) ?? []) as readonly Link[];
    const wanted = [`${node.address}/${cluster.network.prefixLength}`];
    const others = hasSpareWire(node)
      ? []
      : links.filter(({ ifname = "lo" }) => ifname !== own && !isOfContainers(ifname));
    return [
      ...compareList(
        `the IPv4 addresses of ${own || "an interface with the card's MAC"}`,
        addresses(links, own),
        wanted,
      ),
      ...judgeManager(seen, "the IPv4 addresses", wanted),
      ...others.flatMap(({ ifname = "" }) =>
        compareList(`the IPv4 addresses of ${ifname}`, addresses(links, ifname), []),
      ),
    ];
  },
};

const isOfContainers = (name: string) => /^(lo$|cni|flannel|veth|docker|br-|kube)/.test(name);

/** One that will expire was given by somebody else. */
const addresses = (links: readonly Link[], name: string): readonly string[] =>
  links
    .filter(({ ifname }) => ifname === name)
    .flatMap(({ addr_info = [] }) => addr_info)
    .map(({ local, prefixlen, dynamic }) => `${local}/${prefixlen}${dynamic ? " (by DHCP)" : ""}`);
