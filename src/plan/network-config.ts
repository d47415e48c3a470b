import type { Bundle } from "../model/bundle.ts";
import type { Cluster, ClusterNode } from "../model/cluster.ts";
import { images } from "../model/images.ts";
import type { PartInput } from "./part.ts";
import { secretText } from "./secrets.ts";

/**
 * network-config, version 2 (netplan's form). The primary interface is not optional: on Ubuntu the boot would otherwise go on before
 * the address is there. Raspberry Pi OS gets no renderer: its own default is NetworkManager, and forcing networkd leaves the node on
 * DHCP (raspberrypi/rpi-imager#1013). A config replaces the image's default, so eth0 stays usable on a Wi-Fi node.
 */
export function networkConfig({ cluster, node, bundle }: PartInput): Record<string, unknown> {
  const { renderer } = images[node.os.image];
  return {
    network: {
      version: 2,
      ...(renderer === "networkd" && { renderer }),
      ...(onWifi(node) ? wireless(cluster, node, bundle) : { ethernets: wired(cluster, node) }),
    },
  };
}

/** The kernel's and systemd's names for wireless interfaces begin so: wlan0, wlp2s0. */
export const onWifi = (node: ClusterNode): boolean => node.interface?.startsWith("wl") ?? false;

/**
 * A Pi's Ethernet has its name by itself. Asked to give it to a MAC that is not there (another board, or a USB port that is slow),
 * cloud-init ends before it has read anything of the card ("Not all expected physical devices present").
 */
const isNamed = (node: ClusterNode) => node.interface !== undefined && images[node.os.image].pi;

function wired(cluster: Cluster, node: ClusterNode): Record<string, unknown> {
  const byMac = node.mac !== undefined && !isNamed(node);
  const match = byMac ? { match: { macaddress: node.mac } } : {};
  const rename = byMac && node.interface !== undefined ? { "set-name": node.interface } : {};
  return { [node.interface ?? "lan0"]: { ...match, ...rename, ...staticAddress(cluster, node) } };
}

function staticAddress(cluster: Cluster, node: ClusterNode): Record<string, unknown> {
  const { prefixLength, gateway, nameservers, search } = cluster.network;
  return {
    dhcp4: false,
    dhcp6: false,
    optional: false,
    addresses: [`${node.address}/${prefixLength}`],
    routes: [{ to: "default", via: gateway }],
    nameservers: { addresses: nameservers, ...(search.length > 0 && { search }) },
  };
}

/** K3s stays on the radio, so a wire that somebody plugs in must not take its routes. */
const spareWire = { eth0: { dhcp4: true, optional: true, "dhcp4-overrides": { "route-metric": 2000 } } };

/**
 * On Raspberry Pi OS the Wi-Fi connection is a NetworkManager keyfile among the node's files: through netplan its settings are lost
 * or reverted on several image releases (canonical/cloud-init#6438).
 */
function wireless(cluster: Cluster, node: ClusterNode, bundle: Bundle): Record<string, unknown> {
  const { wifi } = cluster.network;
  if (images[node.os.image].renderer === "NetworkManager" || wifi === undefined) return { ethernets: spareWire };
  const password = wifi.password === undefined ? {} : { password: secretText(wifi.password, bundle) };
  const link = {
    ...staticAddress(cluster, node),
    "regulatory-domain": wifi.country,
    "access-points": { [wifi.ssid]: password },
  };
  return { ethernets: spareWire, wifis: { [node.interface ?? "wlan0"]: link } };
}
