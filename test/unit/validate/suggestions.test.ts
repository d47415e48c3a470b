import { expect, test } from "vitest";
import { shape, shapely } from "../support/shape.ts";

/** What is offered in place of a word of the profile, or the words that are named as equally near. */
function offered(text: string): string | undefined {
  const { diagnostics } = shape(text);
  const [first] = diagnostics.filter(({ code }) => code !== "missing-key");
  const named = first?.notes.find(({ message }) => message.startsWith("did you mean"))?.message;
  return first?.suggestion?.text ?? named?.replace(/^did you mean |[?"]/g, "");
}

const nodes = (node: string) => shapely.replace("nodes: []", `nodes: [{${node}}]`);
const asKey: Readonly<Record<string, (key: string) => string>> = {
  top: (key) => `version: 1\n${key}: {}\n`,
  network: (key) => shapely.replace("10.1.40.1}", `10.1.40.1, ${key}: x}`),
  node: (key) => nodes(`${key}: x`),
  os: (key) => `${shapely}os: {${key}: x}\n`,
  access: (key) => `${shapely}access: {${key}: x}\n`,
  k3s: (key) => `${shapely}k3s: {${key}: x}\n`,
  rancher: (key) => `${shapely}rancher: {${key}: x}\n`,
  edge_pulse: (key) => `${shapely}edge_pulse: {${key}: x}\n`,
  wifi: (key) => shapely.replace("10.1.40.1}", `10.1.40.1, wifi: {${key}: x}}`),
};

test.each([
  ["top", "nodez", "nodes"],
  ["top", "node", "nodes"],
  ["top", "hosts", "nodes"],
  ["top", "netwrok", "network"],
  ["top", "clustr", "cluster"],
  ["top", "name", "cluster"],
  ["top", "acess", "access"],
  ["top", "edgePulse", "edge_pulse"],
  ["top", "edge-pulse", "edge_pulse"],
  ["top", "includes", "include"],
  ["top", "default", "defaults"],
  ["top", "K3S", "k3s"],
  ["top", "k3", "k3s"],
  ["top", "fire_wall", "firewall"],
  ["top", "open_ports", "firewall_open"],
  ["network", "dns", "nameservers"],
  ["network", "nameserver", "nameservers"],
  ["network", "name_servers", "nameservers"],
  ["network", "serch", "search"],
  ["network", "domains", "search"],
  ["network", "ntp_servers", "ntp"],
  ["network", "wlan", "wifi"],
  ["network", "wi-fi", "wifi"],
  ["node", "hostname", "name"],
  ["node", "ip", "address"],
  ["node", "adress", "address"],
  ["node", "ip_address", "address"],
  ["node", "ram", "memory"],
  ["node", "memmory", "memory"],
  ["node", "model", "board"],
  ["node", "nic", "interface"],
  ["node", "type", "role"],
  ["node", "lables", "labels"],
  ["node", "taint", "taints"],
  ["os", "time_zone", "timezone"],
  ["os", "tz", "timezone"],
  ["os", "lang", "locale"],
  ["os", "package", "packages"],
  ["os", "updgrade", "upgrade"],
  ["access", "username", "user"],
  ["access", "ssh_keys", "ssh_authorized_keys"],
  ["access", "authorized_keys", "ssh_authorized_keys"],
  ["access", "passwordless-sudo", "passwordless_sudo"],
  ["k3s", "tls-san", "tls_san"],
  ["k3s", "sans", "tls_san"],
  ["k3s", "disabled", "disable"],
  ["k3s", "manifest", "manifests"],
  ["k3s", "registry", "registries"],
  ["rancher", "url", "server_url"],
  ["rancher", "hostname", "server_url"],
  ["rancher", "verison", "version"],
  ["edge_pulse", "enable", "enabled"],
  ["edge_pulse", "zram", "zram_percent"],
  ["edge_pulse", "sd-protection", "sd_protection"],
  ["wifi", "essid", "ssid"],
  ["wifi", "country_code", "country"],
  ["wifi", "passwort", "password"],
  ["wifi", "psk", "password"],
])("a key of %s: %s was meant to be %s", (section, written, meant) => {
  const [key] = offered(asKey[section]?.(written) ?? "")?.split(": ") ?? [];
  expect(key).toBe(meant);
});

test("a key that is called otherwise, and its value that looks otherwise, are one slip", () => {
  expect(offered(`${shapely}rancher: {hostname: rancher.lab}\n`)).toBe("server_url: https://rancher.lab");
  expect(offered(`${shapely}access: {sshKeys: ~/a.pub}\n`)).toBe("ssh_authorized_keys: [{file: ~/a.pub}]");
  expect(offered(`${shapely}access: {username: ops}\n`)).toBe("user");
});

const asValue: Readonly<Record<string, (value: string) => string>> = {
  role: (value) => nodes(`name: a, role: ${value}, board: pi-4b, memory: 4GiB, address: 10.1.40.2`),
  board: (value) => nodes(`name: a, role: worker, board: ${value}, memory: 4GiB, address: 10.1.40.2`),
  memory: (value) => nodes(`name: a, role: worker, board: pi-4b, memory: ${value}, address: 10.1.40.2`),
  image: (value) => `${shapely}os: {image: ${value}}\n`,
  upgrade: (value) => `${shapely}os: {upgrade: ${value}}\n`,
  hardening: (value) => `${shapely}hardening: ${value}\n`,
  firewall: (value) => `${shapely}firewall: ${value}\n`,
  disable: (value) => `${shapely}k3s: {disable: [${value}]}\n`,
  listen: (value) => `${shapely}edge_pulse: {api: {listen: ${value}}}\n`,
  timezone: (value) => `${shapely}os: {timezone: ${value}}\n`,
  locale: (value) => `${shapely}os: {locale: ${value}}\n`,
  country: (value) => shapely.replace("10.1.40.1}", `10.1.40.1, wifi: {ssid: a, country: ${value}}}`),
  tls_san: (value) => `${shapely}k3s: {tls_san: [${value}]}\n`,
  nameservers: (value) => shapely.replace("10.1.40.1}", `10.1.40.1, nameservers: [${value}]}`),
  subnet: (value) => shapely.replace("10.1.40.0/24", value),
  gateway: (value) => shapely.replace("gateway: 10.1.40.1", `gateway: ${value}`),
  server_url: (value) => `${shapely}rancher: {server_url: ${value}}\n`,
  config: (value) => `${shapely}k3s: {config: {${value}: x}}\n`,
};

test.each([
  ["role", "master", "control-plane"],
  ["role", "server", "control-plane"],
  ["role", "control_plane", "control-plane"],
  ["role", "controlplane", "control-plane"],
  ["role", "ControlPlane", "control-plane"],
  ["role", "agent", "worker"],
  ["role", "slave", "worker"],
  ["role", "wroker", "worker"],
  ["role", "workers", "worker"],
  ["role", "Rancher", "rancher"],
  ["board", "rpi4", "pi-4b"],
  ["board", "pi4", "pi-4b"],
  ["board", "pi-4", "pi-4b"],
  ["board", "Raspberry Pi 4", "pi-4b"],
  ["board", "raspberry-pi-4-model-b", "pi-4b"],
  ["board", "rpi_4b", "pi-4b"],
  ["board", "pi3", "pi-3b-plus"],
  ["board", "pi-3b+", "pi-3b-plus"],
  ["board", "pi-5-8gb", "pi-5"],
  ["board", "pi4 (4 GB)", "pi-4b"],
  ["board", "Raspberry Pi 3 Model B+", "pi-3b-plus"],
  ["board", "pi5", "pi-5"],
  ["board", "rpi-5", "pi-5"],
  ["board", "CM4", "cm4"],
  ["board", "Compute Module 4", "cm4"],
  ["board", "x86_64", "generic-amd64"],
  ["board", "pc", "generic-amd64"],
  ["board", "aarch64", "generic-arm64"],
  ["board", "generic", "generic-amd64 or generic-arm64"],
  ["board", "generic-amd46", "generic-amd64"],
  ["memory", "4g", "4GiB"],
  ["memory", "8 GB", "8GiB"],
  ["memory", "4", "4GiB"],
  ["memory", '"8"', "8GiB"],
  ["memory", "4096", "4GiB"],
  ["tls_san", "https://api.example.org:6443", "api.example.org"],
  ["nameservers", "1.1.1.1:53", "1.1.1.1"],
  ["nameservers", "udp://1.1.1.1", "1.1.1.1"],
  ["subnet", "10.1.40.0/255.255.255.0", "10.1.40.0/24"],
  ["gateway", "10.1.40.1/24", "10.1.40.1"],
  ["subnet", "10.1.40.*", "10.1.40.0/24"],
  ["subnet", "10.1.x.x", "10.1.0.0/16"],
  ["subnet", "10.1.*", undefined],
  ["role", "manager", "control-plane or rancher"],
  ["image", "ubuntu-24.04.1-preinstalled-server-arm64+raspi.img.xz", "ubuntu-24.04"],
  ["image", "2025-12-04-raspios-trixie-arm64-lite.img.xz", "raspios-trixie"],
  ["image", "debian-13-generic-arm64.img", undefined],
  ["subnet", "10.1.040.0/24", "10.1.40.0/24"],
  ["nameservers", "https://1.1.1.1/dns-query", "1.1.1.1"],
  ["image", "ubuntu-24.4", "ubuntu-24.04"],
  ["image", "ubuntu", "ubuntu-24.04 or ubuntu-26.04"],
  ["image", "ubuntu-24.04.1", "ubuntu-24.04"],
  ["image", "noble", "ubuntu-24.04"],
  ["image", "raspbian", "raspios-trixie"],
  ["image", "raspios", "raspios-trixie"],
  ["image", "trixie", "raspios-trixie"],
  ["image", "raspios-bookworm", "raspios-trixie"],
  ["image", "bookworm", "raspios-trixie"],
  ["image", "ubuntu-22.04", "ubuntu-24.04"],
  ["image", "jammy", "ubuntu-24.04"],
  ["image", "ubuntu-20.04", "ubuntu-24.04"],
  ["image", "ubuntu-25.10", "ubuntu-26.04"],
  ["image", "debian-12", "raspios-trixie"],
  ["upgrade", "no", "none"],
  ["upgrade", "unattended", "security"],
  ["hardening", "true", "baseline"],
  ["hardening", "none", "off"],
  ["firewall", "true", "lan"],
  ["firewall", "false", "off"],
  ["disable", "servicelb-traefik", undefined],
  ["disable", "metrics_server", "metrics-server"],
  ["disable", "klipper-lb", "servicelb"],
  ["disable", "local-path", "local-storage"],
  ["listen", "0.0.0.0", "node"],
  ["listen", "127.0.0.1", "localhost"],
  ["locale", "en_IN", "en_IN.UTF-8"],
  ["locale", "de", undefined],
  ["country", "in", "IN"],
  ["country", "UK", "GB"],
  ["tls_san", "API.example.org", "api.example.org"],
  ["gateway", "10.1.40.001", "10.1.40.1"],
  ["server_url", "http://10.1.40.21/", "https://10.1.40.21"],
  ["server_url", "rancher.example.org", "https://rancher.example.org"],
  ["config", "--flannel_backend", "flannel-backend"],
])("a value of %s: %s was meant to be %s", (key, written, meant) => {
  expect(offered(asValue[key]?.(written) ?? "")).toBe(meant);
});

test.each([
  ["top", "kubernetes"],
  ["top", "ssh"],
  ["top", "storage"],
  ["top", "x"],
  ["top", "monitoring"],
  ["network", "mtu"],
  ["network", "vlan"],
  ["network", "proxy"],
  ["network", "dhcp"],
  ["network", "bridge"],
  ["node", "rack"],
  ["node", "serial"],
  ["node", "disk"],
  ["node", "comment"],
  ["node", "zone"],
  ["os", "swap"],
  ["os", "kernel"],
  ["os", "users"],
  ["access", "shell"],
  ["access", "groups"],
  ["k3s", "token"],
  ["k3s", "cni"],
  ["k3s", "channel"],
  ["k3s", "datastore"],
  ["rancher", "replicas"],
  ["wifi", "channel"],
  ["wifi", "hidden"],
])("a key of %s: %s is like none of those that there are", (section, written) => {
  expect(offered(asKey[section]?.(written) ?? "")).toBeUndefined();
});

test.each([
  ["role", "etcd"],
  ["role", "storage"],
  ["role", "gateway"],
  ["board", "pi-3b"],
  ["board", "cm5"],
  ["board", "cm3"],
  ["board", "pi-400"],
  ["board", "Raspberry Pi Zero 2 W"],
  ["board", "rock-5b"],
  ["board", "jetson"],
  ["image", "fedora"],
  ["image", "alpine"],
  ["image", "talos"],
  ["image", "dietpi"],
  ["upgrade", "weekly"],
  ["firewall", "strict"],
  ["disable", "cilium"],
  ["timezone", "IST"],
])("a value of %s: %s is like none of those that there are", (key, written) => {
  expect(offered(asValue[key]?.(written) ?? "")).toBeUndefined();
});

test.each([
  ["nodes: [{name: a, role: worker, board: pi-4b, memory: 4GiB, address: {10.1.40.2}}]\n", "10.1.40.2"],
  ["os: {image = ubuntu-24.04}\n", "image: ubuntu-24.04"],
  ["os: {image:ubuntu-24.04}\n", "image: ubuntu-24.04"],
  ["cluster: “lab”\n", '"lab"'],
  ["network: {subnet: 10.1.40.0/24, gateway: ‘10.1.40.1’}\n", '"10.1.40.1"'],
])("in %j a slip that is good YAML is told what to write", (text, suggestion) => {
  expect(offered(`version: 1\n${text}`)).toBe(suggestion);
});

test("a list with semicolons is told the comma", () => {
  const { diagnostics } = shape(`${shapely}firewall_open: [tcp/80; tcp/443]\n`);
  expect(diagnostics[0]?.notes.at(-1)?.message).toBe("a comma stands between the items of a list");
});

test.each([
  ["pi-3b", "of the Raspberry Pi 3, only the Model B+ is supported"],
  ["Raspberry Pi 3 Model A+", "of the Raspberry Pi 3, only the Model B+ is supported"],
  ["pi3", "of the Raspberry Pi 3, only the Model B+ is supported"],
  ["pi-zero-2w", "the Raspberry Pi Zero is not supported"],
  ["pi-400", "the Raspberry Pi 400 is not supported"],
  ["cm5", "the Compute Module 5 is not supported"],
  ["pi-5-8gb", "its memory has a key of its own: `memory: 8GiB`"],
])("of the board %s it is said why it is none", (board, note) => {
  const { diagnostics } = shape(nodes(`name: a, role: worker, board: ${board}, memory: 4GiB, address: 10.1.40.2`));
  expect(diagnostics[0]?.notes.map(({ message }) => message)).toContain(note);
});

test("of a board that is only misspelt nothing is said but that", () => {
  const { diagnostics } = shape(nodes("name: a, role: worker, board: rpi4, memory: 4GiB, address: 10.1.40.2"));
  expect(diagnostics[0]?.notes).toHaveLength(1);
});
