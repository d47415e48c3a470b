import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import type { Check, Expected } from "../../../../src/boot/check.ts";
import { address } from "../../../../src/boot/checks/address.ts";
import { dns } from "../../../../src/boot/checks/dns.ts";
import { gateway } from "../../../../src/boot/checks/gateway.ts";
import { hostName } from "../../../../src/boot/checks/host-name.ts";
import { renderer } from "../../../../src/boot/checks/renderer.ts";
import { expected, expectedFrom, wrongs } from "../sample.ts";

const { node } = expected();
const raspios = expected("dcn1", { node: { ...node, os: { ...node.os, image: "raspios-trixie" } } });
const byMac = await expectedFrom("test/golden/cases/pi4-2node--generic/profile.yaml", "dcn1");
const wifi = await expectedFrom("test/golden/cases/everything--wifi-ubuntu/profile.yaml", "home0");

test("host-name", () => {
  expect(wrongs(hostName, "kernel=dcn1\nfile=dcn1\nhosts=127.0.1.1 dcn1 dcn1\n")).toEqual([]);
  expect(wrongs(hostName, "kernel=raspberrypi\nfile=dcn1\nhosts=127.0.1.1 dcn1\n")).toEqual([
    "the kernel's host name: raspberrypi, not dcn1",
  ]);
  expect(wrongs(hostName, "kernel=dcn1\nfile=ubuntu\nhosts=127.0.1.1 dcn1\n")).toEqual([
    "/etc/hostname: ubuntu, not dcn1",
  ]);
  expect(wrongs(hostName, "kernel=dcn1\nfile=dcn1\nhosts=127.0.1.1 dcn10\n")).toHaveLength(1);
});

interface Address {
  readonly local: string;
  readonly prefixlen: number;
  readonly dynamic?: true;
}
const loopback = { ifname: "lo", addr_info: [{ local: "127.0.0.1", prefixlen: 8 }] };
const own: Address = { local: "10.1.40.22", prefixlen: 24 };
const links = (addresses: readonly Address[], others: readonly unknown[] = [], lan = "eth0") =>
  `lan=${lan}\n${JSON.stringify([loopback, { ifname: lan, addr_info: addresses }, ...others])}\n`;

test("address: exactly the one, and not by DHCP", () => {
  expect(wrongs(address, links([own]))).toEqual([]);
  expect(wrongs(address, links([{ ...own, dynamic: true }]))).toEqual([
    "the IPv4 addresses of eth0: 10.1.40.22/24 (by DHCP), not 10.1.40.22/24",
  ]);
  expect(wrongs(address, links([own, { local: "10.1.40.99", prefixlen: 24 }]))).toHaveLength(1);
  expect(wrongs(address, links([{ ...own, prefixlen: 16 }]))).toHaveLength(1);
  expect(wrongs(address, links([]))).toEqual(["the IPv4 addresses of eth0: nothing, not 10.1.40.22/24"]);
  expect(wrongs(address, "lan=eth0\nsh: 1: ip: not found\n")).toHaveLength(1);
});

test("address: other interfaces have none, but for those of containers and a Wi-Fi node's spare wire", () => {
  const ten = [{ local: "10.42.0.1", prefixlen: 24 }];
  expect(
    wrongs(
      address,
      links(
        [own],
        [
          { ifname: "cni0", addr_info: ten },
          { ifname: "flannel.1", addr_info: ten },
        ],
      ),
    ),
  ).toEqual([]);
  expect(wrongs(address, links([own], [{ ifname: "wlan0", addr_info: ten }]))).toEqual([
    "the IPv4 addresses of wlan0: 10.42.0.1/24, not nothing",
  ]);
  const spare = [{ ifname: "eth0", addr_info: ten }];
  expect(wrongs(address, links([{ local: "10.1.40.31", prefixlen: 24 }], spare, "wlan0"), wifi)).toEqual([]);
});

test("address: where the MAC finds the interface, it must be there", () => {
  expect(address.probe(byMac)).toContain("52:54:00:0a:01:22");
  expect(wrongs(address, links([own], [], "enp1s0"), byMac)).toEqual([]);
  expect(wrongs(address, "lan=\n[]\n", byMac)).toEqual([
    "the IPv4 addresses of an interface with the card's MAC: nothing, not 10.1.40.22/24",
  ]);
});

const routes = (...list: readonly unknown[]) => `lan=eth0\n${JSON.stringify(list)}\n`;
const route = { dst: "default", gateway: "10.1.40.1", dev: "eth0", protocol: "static" };

test("gateway", () => {
  expect(wrongs(gateway, routes(route))).toEqual([]);
  expect(wrongs(gateway, routes())).toEqual(["default routes: nothing, not 10.1.40.1 dev eth0"]);
  expect(wrongs(gateway, routes({ ...route, gateway: "10.1.40.254" }))).toHaveLength(1);
  expect(wrongs(gateway, routes(route, { ...route, dev: "wlan0" }))).toHaveLength(1);
  expect(wrongs(gateway, routes({ ...route, protocol: "dhcp" }))).toEqual([
    "the default route's origin: dhcp, not static",
  ]);
  const wire = { ...route, gateway: "192.168.0.1", dev: "eth0", protocol: "dhcp" };
  const both = `lan=wlan0\n${JSON.stringify([{ ...route, dev: "wlan0" }, wire])}\n`;
  expect(wrongs(gateway, both, wifi)).toEqual([]);
});

test("dns, behind systemd-resolved's stub and without it", () => {
  const stub = "file=127.0.0.53\nfile-search=.\n";
  expect(wrongs(dns, `${stub}link=1.1.1.1\nlink=8.8.8.8\n`)).toEqual([]);
  expect(wrongs(dns, `${stub}link=8.8.8.8\nlink=1.1.1.1\n`)).toEqual([
    "nameservers: 8.8.8.8 1.1.1.1, not 1.1.1.1 8.8.8.8",
  ]);
  expect(wrongs(dns, stub)).toHaveLength(1);
  expect(wrongs(dns, "file=1.1.1.1\nfile=8.8.8.8\n", raspios)).toEqual([]);
  expect(wrongs(dns, "file=192.168.0.1\n", raspios)).toEqual(["nameservers: 192.168.0.1, not 1.1.1.1 8.8.8.8"]);
  expect(wrongs(dns, 'awk: cannot open "/etc/resolv.conf" (No such file or directory)\n', raspios)).toHaveLength(1);
  expect(wrongs(dns, "file=1.1.1.1\nfile=8.8.8.8\nfile-search=lan\n", raspios)).toEqual([
    "search domains: lan, not nothing",
  ]);
  expect(wrongs(dns, "file=127.0.0.53\nlink=10.1.40.1\nlink-search=lab.example.org\n", wifi)).toEqual([]);
  expect(wrongs(dns, "file=127.0.0.53\nlink=10.1.40.1\n", wifi)).toHaveLength(1);
});

/** NetworkManager as a shell function: its state of eth0, and what it answers to one field. */
const manager = (state: string, values: string) => `nmcli() {
  case "$*" in
    "-g GENERAL.STATE device show eth0") echo '${state}' ;;
    "-g IP4."*" device show eth0") printf '${values}' ;;
    *) echo 'nmcli: not asked so' ;;
  esac
}
`;
/** What the probe adds where everything else is missing. */
function asked(check: Check, functions = "", held: Expected = raspios): readonly string[] {
  const script = `${functions}PATH=/nowhere\n${check.probe(held)}`;
  const { stdout } = spawnSync("/bin/sh", ["-s"], { input: script, encoding: "utf8" });
  return stdout.split("\n").filter((line) => line.startsWith("nmcli"));
}

test.each([address, gateway, dns])(
  "NetworkManager is asked where it is there, and to configure the interface",
  (check) => {
    const withTools = (functions: string) => `tr() { /usr/bin/tr "$@"; }\n${functions}`;
    const held = withTools(manager("100 (connected)", "10.1.40.1 | 8.8.8.8\\n"));
    expect(asked(check, held)).toEqual(["nmcli=10.1.40.1   8.8.8.8 "]);
    expect(asked(check, held, expected())).toEqual([]);
    expect(asked(check, withTools(manager("10 (unmanaged)", "")))).toEqual([]);
    expect(asked(check)).toEqual([]);
    expect(asked(check, withTools(manager("100 (connected)", "\\n")))).toEqual(["nmcli= "]);
  },
);

test("what NetworkManager says counts beside what the kernel and resolv.conf say", () => {
  const ip = (check: Check, nmcli: string, seen: string) =>
    wrongs(check, seen.replace("\n", `\nnmcli=${nmcli} \n`), raspios);
  expect(ip(address, "10.1.40.22/24", links([own]))).toEqual([]);
  expect(ip(address, "10.1.40.22/24   10.1.40.99/24", links([own]))).toEqual([
    "the IPv4 addresses in nmcli: 10.1.40.22/24 10.1.40.99/24, not 10.1.40.22/24",
  ]);
  expect(ip(gateway, "10.1.40.1", routes(route))).toEqual([]);
  expect(ip(gateway, "", routes(route))).toEqual(["the gateway in nmcli: nothing, not 10.1.40.1"]);
  const file = "file=1.1.1.1\nfile=8.8.8.8\n";
  expect(ip(dns, "1.1.1.1   8.8.8.8", file)).toEqual([]);
  expect(ip(dns, "8.8.8.8   1.1.1.1", file)).toEqual([
    "IPv4 nameservers in nmcli: 8.8.8.8 1.1.1.1, not 1.1.1.1 8.8.8.8",
  ]);
});

test("NetworkManager lists nameservers that are asked over IPv6 elsewhere", () => {
  const { cluster } = raspios;
  const nameservers = ["2606:4700:4700::1111", "1.1.1.1"];
  const held = { ...raspios, cluster: { ...cluster, network: { ...cluster.network, nameservers } } };
  expect(wrongs(dns, "nmcli=1.1.1.1 \nfile=2606:4700:4700::1111\nfile=1.1.1.1\n", held)).toEqual([]);
});

const networkd = "netplan=networkd\nmode=600\nnetworkd=configured\nNetworkManager=\n";
const networkManager = "netplan=NetworkManager\nmode=600\nnetworkd=unmanaged\nNetworkManager=100 (connected)\n";

test("renderer: the image's own holds the interface", () => {
  expect(wrongs(renderer, networkd)).toEqual([]);
  expect(wrongs(renderer, networkManager, raspios)).toEqual([]);
  expect(wrongs(renderer, networkManager)).toEqual([
    "netplan's renderer: NetworkManager, not networkd",
    "who configures the interface: NetworkManager, not networkd",
  ]);
  expect(wrongs(renderer, networkManager.replace("100 (connected)", "10 (unmanaged)"), raspios)).toEqual([
    "who configures the interface: nothing, not NetworkManager",
  ]);
  expect(wrongs(renderer, networkd.replace("600", "644"))).toEqual([
    "the mode of /etc/netplan/50-cloud-init.yaml: 644, not 600",
  ]);
});

test("renderer: no lease; netplan only where the image surely has it", () => {
  expect(wrongs(renderer, `${networkd}lease=/run/systemd/netif/leases/2\n`)).toEqual([
    "DHCP leases: /run/systemd/netif/leases/2, not nothing",
  ]);
  const without = "networkd=configured\nNetworkManager=\n";
  expect(wrongs(renderer, without, byMac)).toEqual([]);
  expect(wrongs(renderer, without)).toHaveLength(2);
});
