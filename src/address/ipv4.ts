import ipaddr from "ipaddr.js";

/** An IPv4 network: its first and last address as numbers, both ends included. */
export interface Network4 {
  readonly first: number;
  readonly last: number;
  readonly prefixLength: number;
}

/** The number of an address in plain decimal form. `010.0.0.1` is none: some readers take it for octal. */
export function parseAddress(text: string): number | undefined {
  const match = /^(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})$/.exec(text);
  if (!match) return undefined;
  const octets = match.slice(1).map(Number);
  return octets.some((octet) => octet > 255) ? undefined : octets.reduce((sum, octet) => sum * 256 + octet, 0);
}

export function showAddress(address: number): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join(".");
}

/** A network in CIDR notation. With `10.1.40.5/24` it is the network that this address lies in. */
export function parseNetwork(text: string): Network4 | undefined {
  const [, base, length] = /^([\d.]+)\/(\d|[12]\d|3[0-2])$/.exec(text) ?? [];
  const address = base === undefined ? undefined : parseAddress(base);
  if (address === undefined) return undefined;
  const prefixLength = Number(length);
  const size = 2 ** (32 - prefixLength);
  const first = Math.floor(address / size) * size;
  return { first, last: first + size - 1, prefixLength };
}

export function showNetwork(network: Network4): string {
  return `${showAddress(network.first)}/${network.prefixLength}`;
}

export function contains(network: Network4, address: number): boolean {
  return network.first <= address && address <= network.last;
}

/** The addresses that hosts can have, in words: the first and the last of a network belong to none. */
export function hostAddresses({ first, last }: Network4): string {
  return `${showAddress(first + 1)} to ${showAddress(last - 1)}`;
}

/** Whether hosts can have addresses in this network: not loopback, link-local, multicast or "this network" (RFC 6890). */
export function isForHosts(network: Network4): boolean {
  const unusable = new Set(["unspecified", "broadcast", "multicast", "linkLocal", "loopback"]);
  const ends = [network.first, network.last].map((end) => ipaddr.IPv4.parse(showAddress(end)));
  return ends.every((end) => !unusable.has(end.range()) && (end.octets[0] ?? 0) < 240);
}
