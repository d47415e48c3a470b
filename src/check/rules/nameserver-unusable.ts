import { isForHosts, parseAddress, parseNetwork } from "../../address/ipv4.ts";
import type { Cluster } from "../../model/cluster.ts";
import { fault } from "../../model/fault.ts";
import { isKnown, type Rule, spanOf } from "../rule.ts";

/** An address that no node can ask: most often the 127.0.0.53 of the resolv.conf on the laptop. */
export const nameserverUnusable: Rule = (cluster) =>
  cluster.network.nameservers.flatMap((address, index) => {
    const what = isKnown(cluster, ["network", "nameservers", index]) ? whatItIs(cluster, address) : undefined;
    if (what === undefined) return [];
    const span = spanOf(cluster, "network", "nameservers", index);
    const notes = ["what is meant is most likely the router, or a public server such as 1.1.1.1"];
    return [fault("nameserver-unusable", `the name server ${address} is ${what}`, { span, notes })];
  });

function whatItIs({ network }: Cluster, address: string): string | undefined {
  if (/^127\.|^::1$/.test(address)) return "each node itself, where no name server runs";
  if (/^fe80:/i.test(address)) return "a link-local address, which needs the name of an interface with it";
  const number = parseAddress(address);
  if (number === undefined) return undefined;
  if (!isForHosts({ first: number, last: number, prefixLength: 32 })) return "no address that a machine can have";
  const subnet = parseNetwork(network.subnet);
  if (number === subnet?.first) return "the address of the network itself";
  return number === subnet?.last ? "the broadcast address of the network" : undefined;
}
