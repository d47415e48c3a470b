import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import type { ClusterNode, EdgePulse } from "../../../src/model/cluster.ts";
import { commandLine } from "../../../src/plan/boot-partition.ts";
import { edgePulsePart, stage } from "../../../src/plan/node/edge-pulse.ts";
import { kubeletArguments, kubeletFiles } from "../../../src/plan/node/kubelet.ts";
import { summarize } from "../../../src/plan/summary.ts";
import { dataOf, fileOf, partInput } from "./part-input.ts";

const pulse = (change: Partial<EdgePulse> = {}): EdgePulse => ({ ...partInput().node.edgePulse, ...change });
const part = (change: Partial<EdgePulse> = {}, node: Partial<ClusterNode> = {}) =>
  edgePulsePart(partInput({ edgePulse: pulse(change), ...node }));
const socket = `${stage}/etc/systemd/system/edge-pulse-api.socket`;

test("every module is on the card", () => {
  const onCard = part().files.flatMap(({ content }) => (content.kind === "template" ? [content.template] : []));
  const names = readdirSync(new URL("../../../templates/edge-pulse/", import.meta.url));
  const roles = ["k3s.service.conf"];
  expect(names.filter((name) => !onCard.includes(`edge-pulse/${name}`) && !roles.includes(name))).toEqual([]);
});

test("what a step puts into /etc lies ready outside it", () => {
  const inEtc = part().files.filter(({ path }) => path.startsWith("/etc/"));
  expect(inEtc.map(({ path }) => path)).toEqual(["/etc/edgegen/edge-pulse.json"]);
});

test("the API listens on the node's address and on loopback, never on every address", () => {
  expect(dataOf(part(), socket)).toEqual({ addresses: ["127.0.0.1:8080", "10.1.40.23:8080"] });
  const local = part({ api: { listen: "localhost", port: 8081 } });
  expect(dataOf(local, socket)).toEqual({ addresses: ["127.0.0.1:8081"] });
  const off = part({ api: { listen: "off", port: 8080 } });
  expect(off.files.filter(({ path }) => path.includes("edge-pulse-api"))).toEqual([]);
});

test("without protection of the card the journal and the mounts stay as they are", () => {
  const bare = part({ sdProtection: false }).files.map(({ path }) => path);
  expect(bare.filter((path) => /journald|edge-pulse-card/.test(path))).toEqual([]);
  expect(kubeletArguments(partInput({ edgePulse: pulse({ sdProtection: false }) }).node).join()).not.toContain("log");
  expect(kubeletArguments(partInput().node)).toContain("container-log-max-size=10Mi");
});

test("a card without Edge-Pulse brings the step alone, which takes out an earlier one", () => {
  expect(part({ enabled: false })).toEqual({
    files: [],
    steps: [{ name: "edge-pulse", everyBoot: true, data: { enabled: false }, files: [] }],
  });
  expect(commandLine(partInput().cluster, partInput({ edgePulse: pulse({ enabled: false }) }).node)).not.toContain(
    "psi=1",
  );
  expect(commandLine(partInput().cluster, partInput().node)).toContain("psi=1");
});

test("a service's protected memory is within its slice's", () => {
  const of = (role: ClusterNode["role"], service: string) => {
    const made = part({}, { role, memoryMiB: 1024 });
    const min = (path: string, key: string) => Number.parseInt(String(dataOf(made, path)[key]), 10);
    const folder = `${stage}/etc/systemd/system`;
    const slice = min(`${folder}/system.slice.d/50-edge-pulse.conf`, "systemMin");
    return [slice, min(`${folder}/${service}.d/50-edge-pulse.conf`, "k3sMin")];
  };
  expect(of("worker", "k3s-agent.service")).toEqual([203, 128]);
  expect(of("control-plane", "k3s.service")).toEqual([331, 256]);
});

test("pods swap where the kubelet reads its drop-ins, and nowhere else", () => {
  const files = (change: Partial<ClusterNode>) => kubeletFiles(partInput(change).node);
  const { k3s } = partInput().node;
  expect(files({})[0]?.content).toMatchObject({
    data: { failSwapOn: false, memorySwap: { swapBehavior: "LimitedSwap" } },
  });
  expect(files({ k3s: { ...k3s, version: "v1.31.9+k3s1" } })).toEqual([]);
  expect(files({ role: "rancher" })).toEqual([]);
  expect(files({ edgePulse: pulse({ enabled: false }) })).toEqual([]);
});

test("the settings are the profile's, in the node's own words", () => {
  const { content } = fileOf(part({ swapDevice: "LABEL=x", zramPercent: 50 }), "/etc/edgegen/edge-pulse.json");
  expect(content).toMatchObject({ data: { zram_percent: 50, swap_device: "LABEL=x", swap_size_mib: 1024 } });
});

test("the memory budget says what swap there is, and for whom", () => {
  const budget = (change: Partial<EdgePulse>, node: Partial<ClusterNode> = {}) =>
    summarize(partInput({ memoryMiB: 1024, edgePulse: pulse({ zramPercent: 60, ...change }), ...node }).cluster)[0]
      ?.memory;
  expect(budget({})).toMatchObject({ zram: 614, swap: 1024, swaps: "node and Burstable pods" });
  expect(budget({ swapDevice: "none" })).toMatchObject({ zram: 614, swap: 0 });
  expect(budget({}, { role: "rancher" })?.swaps).toBe("node");
  expect(budget({ enabled: false })).toMatchObject({ zram: 0, swap: 0, swaps: "nothing of ours" });
});
