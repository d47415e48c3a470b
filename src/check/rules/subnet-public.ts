import { contains, isForHosts, parseNetwork } from "../../address/ipv4.ts";
import { fault } from "../../model/fault.ts";
import { isKnown, type Rule, spanOf } from "../rule.ts";

/** RFC 1918; RFC 6598, which some providers use behind their NAT; RFC 2544 and RFC 5737, for laboratories and for examples. */
const notPublic = [
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "100.64.0.0/10",
  "198.18.0.0/15",
  "192.0.2.0/24",
  "198.51.100.0/24",
  "203.0.113.0/24",
].flatMap((text) => parseNetwork(text) ?? []);

/** A warning, since some do have addresses of their own; but 192.186 is most often 192.168, and its real owner is then out of reach. */
export const subnetPublic: Rule = (cluster) => {
  const { subnet } = cluster.network;
  const network = parseNetwork(subnet);
  if (network === undefined || !isForHosts(network) || !isKnown(cluster, ["network", "subnet"])) return [];
  if (notPublic.some((each) => contains(each, network.first))) return [];
  const span = spanOf(cluster, "network", "subnet");
  const mended = subnet.replace(/^192\.(?:186|1?68\d?|16|18|169|178|198)\./, "192.168.");
  const suggestion = span && mended !== subnet ? { span, text: mended } : undefined;
  const notes = ["private networks are 10.0.0.0/8, 172.16.0.0/12 and 192.168.0.0/16 (RFC 1918)"];
  return [
    fault("subnet-public", `${subnet} is a network of the internet, not a private one`, { span, notes, suggestion }),
  ];
};
