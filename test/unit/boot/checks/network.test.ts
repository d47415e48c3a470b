import { expect, test } from "vitest";
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

const networkd = "netplan=networkd\nmode=600\nnetworkd=configured\nNetworkManager=\n";
const manager = "netplan=NetworkManager\nmode=600\nnetworkd=unmanaged\nNetworkManager=100 (connected)\n";

test("renderer: the image's own holds the interface", () => {
  expect(wrongs(renderer, networkd)).toEqual([]);
  expect(wrongs(renderer, manager, raspios)).toEqual([]);
  expect(wrongs(renderer, manager)).toEqual([
    "netplan's renderer: NetworkManager, not networkd",
    "who configures the interface: NetworkManager, not networkd",
  ]);
  expect(wrongs(renderer, manager.replace("100 (connected)", "10 (unmanaged)"), raspios)).toEqual([
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
