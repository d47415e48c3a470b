import { images } from "../../model/images.ts";
import type { Check, Expected } from "../check.ts";
import { compare, compareList, insist } from "../difference.ts";
import { setInterface } from "../interface.ts";
import { fields, valuesOf } from "../seen.ts";

/** The image's own network manager holds the interface, as netplan says, and asks nobody for an address. */
export const renderer: Check = {
  name: "renderer",
  // Leases are kept by interface number (networkd), or under its name (NetworkManager, dhclient).
  probe: ({ node }) => `${setInterface(node)}
if command -v netplan >/dev/null; then
  echo "netplan=$(netplan get network.renderer 2>/dev/null)"
  echo "mode=$(stat -c %a /etc/netplan/50-cloud-init.yaml 2>&1)"
fi
echo "networkd=$(networkctl --no-legend --no-pager list "$lan" 2>/dev/null | awk '{ print $NF }')"
echo "NetworkManager=$(nmcli -g GENERAL.STATE device show "$lan" 2>/dev/null)"
[ -z "$(nmcli -g DHCP4.OPTION device show "$lan" 2>/dev/null)" ] || echo "lease=that of NetworkManager"
for file in "/run/systemd/netif/leases/$(cat "/sys/class/net/$lan/ifindex")" /var/lib/NetworkManager/*-"$lan".lease \\
  /var/lib/dhcp/dhclient*"$lan"*.lease* /var/lib/dhcpcd/"$lan"*.lease; do
  [ ! -s "$file" ] || echo "lease=$file"
done`,
  judge: (seen, expected) => [
    ...netplan(seen, expected),
    ...insist(
      holders(seen).includes(wanted(expected)),
      "who configures the interface",
      holders(seen).join(", "),
      wanted(expected),
    ),
    ...compareList("DHCP leases", valuesOf(seen, "lease"), []),
  ],
};

const wanted = ({ node }: Expected) => images[node.os.image].renderer;

/** Those that say the interface is theirs, and done. */
function holders(seen: string): readonly string[] {
  const found = fields(seen);
  return [
    ...(found.get("networkd") === "configured" ? ["networkd"] : []),
    ...(found.get("NetworkManager")?.startsWith("100 ") ? ["NetworkManager"] : []),
  ];
}

/** Only the images for the Pi surely have it. */
function netplan(seen: string, expected: Expected) {
  const found = fields(seen);
  if (!found.has("netplan") && !images[expected.node.os.image].pi) return [];
  return [
    ...compare("netplan's renderer", found.get("netplan"), wanted(expected)),
    ...compare("the mode of /etc/netplan/50-cloud-init.yaml", found.get("mode"), "600"),
  ];
}
