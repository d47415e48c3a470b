import { type Network4, parseAddress, parseNetwork, showAddress } from "../address/ipv4.ts";

interface Wanted {
  readonly gateway: string | undefined;
  readonly first: string | undefined;
  /** So many nodes. */
  readonly count: number;
}

/** Where nothing can be worked out since the subnet is none: what the language says about that is enough. */
const elsewhere: Network4 = { first: 0xc0_a8_01_00, last: 0xc0_a8_01_ff, prefixLength: 24 };

/** The gateway and the address of each node. An address that is none stands at one node only, so that it is spoken of once. */
export function places(
  subnet: string,
  wanted: Wanted,
): { readonly gateway: string; readonly addresses: readonly string[] } {
  const network = parseNetwork(subnet) ?? elsewhere;
  const gateway = wanted.gateway ?? showAddress(network.first + 1);
  const from = parseAddress(wanted.first ?? "") ?? start(network, parseAddress(gateway), wanted.count);
  const addresses = Array.from({ length: wanted.count }, (_, index) => showAddress(from + index));
  if (wanted.first !== undefined) addresses[0] = wanted.first;
  return { gateway, addresses };
}

/** Routers hand out the upper addresses, mostly. Else behind the gateway or before it; else there is no room, and the rules say so. */
function start({ first, last }: Network4, gateway: number | undefined, count: number): number {
  const fits = (from: number) => {
    const end = from + count - 1;
    const free = gateway === undefined || gateway < from || gateway > end;
    return from > first && end < last && free;
  };
  const candidates = [first + 21, (gateway ?? first) + 1, first + 1];
  return candidates.find(fits) ?? first + 2;
}
