import { expect, test } from "vitest";
import type { Network, NodeOs } from "../../../src/model/cluster.ts";
import { osPart } from "../../../src/plan/node/os.ts";
import { dataOf, fileOf, partInput } from "./part-input.ts";

const wifiFile = "/etc/NetworkManager/system-connections/edgegen-wifi.nmconnection";
const apt = "/etc/apt/apt.conf.d/90-edgegen-upgrades";

const os = (change: Partial<NodeOs>): NodeOs => ({
  image: "ubuntu-24.04",
  timezone: "UTC",
  locale: "C.UTF-8",
  upgrade: "none",
  packages: [],
  ...change,
});

const network = (change: Partial<Network>): Network => ({
  subnet: "10.1.40.0/24",
  prefixLength: 24,
  gateway: "10.1.40.1",
  nameservers: ["1.1.1.1", "8.8.8.8"],
  search: [],
  ntp: ["time.google.com", "pool.ntp.org"],
  wifi: undefined,
  ...change,
});

const paths = (...input: Parameters<typeof partInput>) => osPart(partInput(...input)).files.map((file) => file.path);
const step = (name: string, ...input: Parameters<typeof partInput>) =>
  osPart(partInput(...input)).steps.find((each) => each.name === name);

test("both time daemons get the profile's servers; a pool is asked as a pool", () => {
  const part = osPart(partInput({}, { network: network({}) }));
  expect(dataOf(part, "/etc/systemd/timesyncd.conf.d/60-edgegen.conf")).toEqual({
    servers: "time.google.com pool.ntp.org",
  });
  expect(dataOf(part, "/etc/chrony/conf.d/60-edgegen.conf")).toEqual({
    sources: ["server time.google.com iburst", "pool pool.ntp.org iburst"],
  });
});

test("the clock is raised to the making of the bundle", () => {
  const part = osPart(partInput());
  expect(dataOf(part, "/usr/local/lib/edgegen/raise-clock.sh")).toEqual({ buildEpoch: 1767225600 });
});

test("only boards with the Pi's watchdog are told to use it", () => {
  const watchdog = "/etc/systemd/system.conf.d/60-edgegen-watchdog.conf";
  expect(paths({ board: "pi-3b-plus" })).toContain(watchdog);
  expect(paths({ board: "generic-amd64", os: os({ image: "generic" }) })).not.toContain(watchdog);
});

test("NetworkManager is kept off containers' interfaces where it is the image's network manager", () => {
  const unmanaged = "/etc/NetworkManager/conf.d/10-edgegen-unmanaged.conf";
  expect(paths({ os: os({ image: "raspios-trixie" }) })).toContain(unmanaged);
  expect(paths({ os: os({ image: "ubuntu-26.04" }) })).not.toContain(unmanaged);
});

test("the host key is a closed file outside /etc/ssh, and password login follows the hardening", () => {
  const sshd = "/etc/ssh/sshd_config.d/10-edgegen.conf";
  const baseline = osPart(partInput());
  expect(fileOf(baseline, "/etc/edgegen/ssh/host_ed25519")).toMatchObject({ mode: "0600", secret: true });
  expect(fileOf(baseline, sshd).content).toMatchObject({ template: "os/sshd-baseline.conf" });
  expect(fileOf(osPart(partInput({}, { hardening: "off" })), sshd).content).toMatchObject({ template: "os/sshd.conf" });
});

test("the kubelet's sysctls are a condition only where the kubelet protects them", () => {
  expect(step("kernel")?.data["required"]).toContain("vm.overcommit_memory");
  expect(step("kernel", {}, { hardening: "off" })?.data["required"]).toEqual([]);
});

test("an upgrade policy becomes apt's habit and the packages that it needs", () => {
  expect(dataOf(osPart(partInput({ os: os({ upgrade: "security" }) })), apt)).toEqual({ enabled: "1" });
  expect(dataOf(osPart(partInput({ os: os({ upgrade: "none" }) })), apt)).toEqual({ enabled: "0" });
  expect(paths({ os: os({ upgrade: "full" }) })).not.toContain(apt);
  expect(step("packages", { os: os({ upgrade: "security", packages: ["vim", "nftables"] }) })?.data).toEqual({
    packages: ["vim", "nftables", "unattended-upgrades"],
    upgrade: "security",
  });
});

const wifi = { ssid: "lab;é", password: { secret: "wifi" }, country: "IN" };

test("Wi-Fi on Raspberry Pi OS is a closed NetworkManager keyfile in its own quoting", () => {
  const part = osPart(
    partInput({ interface: "wlan0", os: os({ image: "raspios-trixie" }) }, { network: network({ wifi }) }),
  );
  expect(fileOf(part, wifiFile)).toMatchObject({ mode: "0600", secret: true });
  expect(dataOf(part, wifiFile)).toMatchObject({
    interface: "wlan0",
    ssid: "108;97;98;59;195;169;",
    psk: "pa\\sss\\\\word",
    address: "10.1.40.23/24",
    nameservers: "1.1.1.1;8.8.8.8",
  });
  expect(part.steps.find((each) => each.name === "network")?.data).toMatchObject({ wifi: true });
});

test("an open Wi-Fi has no security section", () => {
  const open = { ssid: "lab", password: undefined, country: "IN" };
  const input = partInput(
    { interface: "wlan0", os: os({ image: "raspios-trixie" }) },
    { network: network({ wifi: open }) },
  );
  expect(dataOf(osPart(input), wifiFile)["psk"]).toBe("");
});

test("there is no keyfile on a wired node, nor on Ubuntu, where netplan does it", () => {
  const withWifi = { network: network({ wifi }) };
  expect(paths({ os: os({ image: "raspios-trixie" }) }, withWifi)).not.toContain(wifiFile);
  expect(paths({ interface: "wlan0" }, withWifi)).not.toContain(wifiFile);
});

test("what does not differ between nodes is one object", () => {
  const input = partInput();
  const trust = input.bundle.nodes.get("dcn2");
  const bundle = { ...input.bundle, nodes: new Map([["dcn3", trust ?? expect.fail()]]) };
  const other = osPart({ ...input, bundle, node: { ...input.node, name: "dcn3" } });
  const own = osPart(input);
  const differing = own.files.filter((file) => !other.files.includes(file)).map((file) => file.path);
  expect(differing).toEqual(["/etc/edgegen/ssh/host_ed25519", "/etc/edgegen/ssh/host_ed25519.pub"]);
});
