import { expect, test } from "vitest";
import type { EdgePulse } from "../../../src/model/cluster.ts";
import { firewallPart, openPorts } from "../../../src/plan/node/firewall.ts";
import { dataOf, fileOf, partInput } from "./part-input.ts";

const rules = "/etc/edgegen/firewall.nft";
const unit = "/etc/systemd/system/edgegen-firewall.service";

const edgePulse = (api: EdgePulse["api"], enabled = true): EdgePulse => ({
  enabled,
  zramPercent: 40,
  swapSizeMiB: 1024,
  swapDevice: "auto",
  api,
  sdProtection: true,
});

test("without a firewall nothing is put on the card", () => {
  expect(firewallPart(partInput({}, { firewall: "off" }))).toEqual({ files: [], steps: [] });
});

test("the LAN may reach SSH, the web, the Kubernetes API, Edge-Pulse and NodePorts", () => {
  const { tcpPorts, udpPorts, subnet } = dataOf(firewallPart(partInput()), rules);
  expect(tcpPorts).toBe("22, 80, 443, 6443, 8080, 30000-32767");
  expect(udpPorts).toBe("30000-32767");
  expect(subnet).toBe("10.1.40.0/24");
});

test("other nodes may reach the kubelet, the registry and VXLAN, by subnet and not by name", () => {
  const { cluster, node } = partInput();
  const fromSubnet = openPorts(cluster, node).filter((port) => port.from === "subnet");
  expect(fromSubnet.map((port) => `${port.protocol}/${port.ports}`)).toEqual(["tcp/5001", "tcp/10250", "udp/8472"]);
});

test("Edge-Pulse's port is open only where others are to reach it", () => {
  for (const pulse of [
    edgePulse({ listen: "localhost", port: 8080 }),
    edgePulse({ listen: "off", port: 8080 }),
    edgePulse({ listen: "node", port: 8080 }, false),
  ]) {
    expect(dataOf(firewallPart(partInput({ edgePulse: pulse })), rules)["tcpPorts"]).not.toContain("8080");
  }
});

test("ports that the profile opens are added once; those inside the NodePort range would make nft refuse the set", () => {
  const firewallOpen = [
    { protocol: "tcp", port: 8443 },
    { protocol: "tcp", port: 443 },
    { protocol: "tcp", port: 31000 },
    { protocol: "udp", port: 5353 },
  ] as const;
  const { tcpPorts, udpPorts } = dataOf(firewallPart(partInput({}, { firewallOpen })), rules);
  expect(tcpPorts).toBe("22, 80, 443, 6443, 8080, 8443, 30000-32767");
  expect(udpPorts).toBe("5353, 30000-32767");
});

test("the same ports on another node are the same file object, so that it is rendered once", () => {
  const input = partInput();
  const other = { ...input, node: { ...input.node, name: "dcn3", address: "10.1.40.24" } };
  expect(fileOf(firewallPart(other), rules)).toBe(fileOf(firewallPart(input), rules));
});

test("an interface known only by its MAC is looked for on the node", () => {
  const part = firewallPart(partInput({ interface: undefined, mac: "52:54:00:00:00:01" }));
  expect(fileOf(part, unit).content).toMatchObject({ template: "os/edgegen-firewall-by-mac.service" });
  expect(dataOf(part, "/usr/local/lib/edgegen/firewall-by-mac.sh")).toEqual({ mac: "52:54:00:00:00:01" });
  expect(dataOf(part, rules)["interface"]).toBe("");
});
