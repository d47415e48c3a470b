import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { Variant } from "../testbed/root.ts";
import { type Card, cards } from "./cards.ts";
import { judgeInRoot, oracle } from "./oracle.ts";

interface Network {
  readonly at: string;
  readonly text: string;
  readonly variant: Variant;
  readonly address: string;
  readonly gateway: string;
}

/** What becomes of the file on the node: cloud-init hands it to netplan, netplan to whoever manages the network there. */
const render = `
set -e
cat >/tmp/network-config
cloud-init devel net-convert -p /tmp/network-config -k yaml -D debian -O netplan -d /
netplan generate
cd /run
find . -type f '(' -path './NetworkManager/*' -o -path './systemd/network/*' ')' | sort | while read -r file; do echo "## $file" && cat "$file"; done`;

/** Lines of systemd.network(5), and of NetworkManager's keyfiles (nm-settings-keyfile(5)), that the address must have become. */
function wanted({ variant, address, gateway }: Network): readonly string[] {
  if (variant === "raspios") {
    return [
      "## ./NetworkManager/system-connections/netplan-",
      "\nmethod=manual\n",
      `\naddress1=${address}`,
      `=0.0.0.0/0,${gateway}`,
    ];
  }
  return ["## ./systemd/network/10-netplan-", `\nAddress=${address}\n`, `\nGateway=${gateway}\n`];
}

async function faultsOf(networks: readonly Network[]): Promise<string[]> {
  const argv = ["sh", "-c", render];
  const outcomes = await judgeInRoot(networks, ({ variant, text }) => ({ argv, variant, stdin: text }));
  return networks.flatMap((network, index) => {
    const { status, output } = outcomes[index] ?? { status: -1, output: "no answer" };
    const missing = wanted(network).filter((line) => !`${output}\n`.includes(line));
    if (status === 0 && missing.length === 0) return [];
    return [`${network.at}: exit ${status}, missing ${JSON.stringify(missing)} in: ${output}`];
  });
}

const networkOf = ({ at, folder, facts, variant }: Card): Network => ({
  at: `${at}:network-config`,
  text: readFileSync(join(folder, "boot/network-config"), "utf8"),
  variant,
  address: `${facts.address}/${facts.prefix_length}`,
  gateway: facts.gateway,
});

/** On Raspberry Pi OS a Wi-Fi node's connection is a keyfile of its own; wifi.test.ts. */
const byKeyfile = ({ files }: Card) => files.some(({ path }) => path.endsWith(".nmconnection"));

oracle(
  "netplan makes of a network-config the static address, for the image's own network manager",
  ["root"],
  async () => {
    const networks = cards()
      .filter((card) => !byKeyfile(card))
      .map(networkOf);
    expect(networks.length).toBeGreaterThan(0);
    expect(await faultsOf(networks)).toEqual([]);
  },
);

const sample = (address: string, text: string, variant: Variant): Network => ({
  at: "sample",
  text,
  variant,
  address,
  gateway: "10.1.40.1",
});

const good = `network:
  version: 2
  ethernets:
    eth0:
      addresses: [10.1.40.21/24]
      routes: [{to: default, via: 10.1.40.1}]
`;

oracle(
  "netplan is seen to refuse a wrong address, DHCP, a missing route and another image's renderer",
  ["root"],
  async () => {
    const address = "10.1.40.21/24";
    expect(await faultsOf([sample(address, good, "raspios"), sample(address, good, "ubuntu")])).toEqual([]);
    const bad = [
      sample("10.1.40.22/24", good, "ubuntu"),
      sample("10.1.40.22/24", good, "raspios"),
      sample(address, good.replace("addresses: [10.1.40.21/24]", "dhcp4: true"), "raspios"),
      sample(address, good.replace("to: default", "to: 10.2.0.0/16"), "raspios"),
      sample(address, good.replace("10.1.40.21/24", "10.1.40.321/24"), "ubuntu"),
      sample(address, good.replace("version: 2", "version: 2\n  renderer: networkd"), "raspios"),
    ];
    expect(await faultsOf(bad)).toHaveLength(bad.length);
  },
);
