import type { ClusterNode } from "../model/cluster.ts";
import { quoted } from "./shell.ts";

/**
 * Shell that sets `lan` to the name of the node's interface; empty when there is none. Where the profile gives only a MAC, the card
 * with that address is looked for; bridges and VLANs may wear the same one, but have other interfaces below them.
 */
export function setInterface(node: ClusterNode): string {
  if (node.interface !== undefined) return `lan=${quoted(node.interface)}`;
  return `lan=
for each in /sys/class/net/*; do
  if [ "$(cat "$each/address" 2>/dev/null)" = ${quoted(node.mac ?? "")} ] && ! ls -d "$each"/lower_* >/dev/null 2>&1; then
    lan=$(basename "$each")
  fi
done`;
}

/** A node on Wi-Fi keeps a spare wire on which DHCP is right (see network-config). */
export const hasSpareWire = (node: ClusterNode): boolean => node.interface?.startsWith("wl") ?? false;
