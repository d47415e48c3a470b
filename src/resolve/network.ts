import { isForHosts, parseNetwork, showNetwork } from "../address/ipv4.ts";
import type { Network, Wifi } from "../model/cluster.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";
import type { Span } from "../model/span.ts";
import { builtInCluster } from "../schema/built-in.ts";
import type { Profile } from "../schema/profile.ts";
import { overlay } from "./merge.ts";

type Section = NonNullable<Profile["network"]>;

export function resolveNetwork(section: Section | undefined): Network {
  const { nameservers, search, ntp } = overlay(builtInCluster.network, section);
  const subnet = parseNetwork(section?.subnet ?? "");
  return {
    subnet: subnet ? showNetwork(subnet) : "",
    prefixLength: subnet?.prefixLength ?? 0,
    gateway: section?.gateway ?? "",
    nameservers,
    search,
    ntp,
    wifi: resolveWifi(section?.wifi),
  };
}

function resolveWifi(wifi: Section["wifi"]): Wifi | undefined {
  if (wifi?.ssid === undefined || wifi.country === undefined) return undefined;
  const { ssid, password, country } = wifi;
  const secret =
    typeof password === "object" && password.secret !== undefined ? { secret: password.secret } : undefined;
  return { ssid, password: typeof password === "string" ? password : secret, country };
}

/** What the form alone does not show: an address in place of the network, or a network in which nobody can have an address. */
export function subnetFault(written: string | undefined, span: Span | undefined): readonly Diagnostic[] {
  const subnet = written === undefined ? undefined : parseNetwork(written);
  if (subnet === undefined) return [];
  if (!isForHosts(subnet)) return [fault("bad-value", `${written} is not a network that hosts can be in`, { span })];
  const text = showNetwork(subnet);
  if (text === written) return [];
  const notes = [`the network around it is ${text}`];
  const suggestion = span && { span, text };
  return [fault("bad-value", `${written} is an address in a network, not the network`, { span, notes, suggestion })];
}
