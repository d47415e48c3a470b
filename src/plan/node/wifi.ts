import type { Network } from "../../model/cluster.ts";
import { images } from "../../model/images.ts";
import type { NodeFile } from "../../model/plan.ts";
import { onWifi } from "../network-config.ts";
import type { PartInput } from "../part.ts";
import { secretText } from "../secrets.ts";

/**
 * Wi-Fi on Raspberry Pi OS, as a NetworkManager keyfile instead of through netplan (see network-config.ts). Format:
 * https://networkmanager.dev/docs/api/latest/nm-settings-keyfile.html
 */
export function wifiFiles({ cluster, node, bundle }: PartInput): readonly NodeFile[] {
  const { network } = cluster;
  const { wifi } = network;
  if (wifi === undefined || !onWifi(node) || images[node.os.image].renderer !== "NetworkManager") return [];
  const data = {
    interface: node.interface,
    ssid: bytes(wifi.ssid),
    psk: wifi.password === undefined ? "" : escaped(secretText(wifi.password, bundle)),
    address: `${node.address}/${network.prefixLength}`,
    ...addressing(network),
  };
  return [
    {
      path: "/etc/NetworkManager/system-connections/edgegen-wifi.nmconnection",
      mode: "0600",
      content: { kind: "template", template: "os/wifi.nmconnection", data },
      secret: true,
    },
  ];
}

const addressing = ({ gateway, nameservers, search }: Network) => ({
  gateway,
  nameservers: nameservers.join(";"),
  search: search.join(";"),
});

/** An SSID is a string of bytes, and may hold anything: as numbers it needs no quoting. */
const bytes = (ssid: string) => [...new TextEncoder().encode(ssid)].map((byte) => `${byte};`).join("");

/** GLib's key files strip spaces around a value and read backslash escapes in it. */
const escaped = (value: string) => value.replaceAll("\\", "\\\\").replaceAll(" ", "\\s");
