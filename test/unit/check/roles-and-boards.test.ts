import { expect, test } from "vitest";
import { controlPlane, expectFaults, good, head, rancher, worker } from "../support/front-end.ts";

const nodes = (...lines: string[]) => `${head}nodes:\n${lines.join("")}`;

test("no-control-plane: at the list, with the worker that waits for it", async () => {
  const [found] = await expectFaults(nodes(worker).replace("nodes", "«nodes»"), ["no-control-plane"]);
  expect(found?.notes[0]).toMatchObject({
    message: "this worker has nothing to join",
    span: { start: expect.any(Number) },
  });
});

test("no-control-plane: quiet when the one node that might be it has a role that is none", async () => {
  await expectFaults(nodes(controlPlane.replace("control-plane", "«control»"), worker), ["bad-value"]);
});

test("many-control-planes: at the second, with the first; a range is one place", async () => {
  const second = worker.replace("role: worker", "role: «control-plane»");
  const [found] = await expectFaults(nodes(controlPlane, second), ["many-control-planes"]);
  const advice = { message: expect.stringContaining("give it `role: worker`") };
  expect(found?.notes).toMatchObject([{ message: "first used here" }, advice]);
  const range = '  - {name: "c{1..3}", role: «control-plane», board: pi-4b, memory: 4GiB, address: 10.1.40.30+}\n';
  const [inRange] = await expectFaults(nodes(range), ["many-control-planes"]);
  expect(inRange?.notes).toEqual([{ message: expect.stringContaining("split the line") }]);
});

test("many-rancher-nodes", async () => {
  const second = rancher.replace("dcn0", "dcn9").replace(".21", ".29").replace("role: rancher", "role: «rancher»");
  await expectFaults(nodes(controlPlane, rancher, second), ["many-rancher-nodes"]);
});

test("rancher-without-node: at the section", async () => {
  await expectFaults(`${good}«rancher»: {version: v2.13.8}\n`, ["rancher-without-node"]);
});

test("no-effect: K3s settings of the Rancher node itself, but not those of all nodes", async () => {
  const own = rancher.replace("}", ", «labels»: {a: b}, «k3s»: {version: v1.34.8+k3s1}}");
  await expectFaults(nodes(own, controlPlane), ["no-effect", "no-effect"]);
  await expectFaults(`${nodes(rancher, controlPlane)}defaults: {labels: {a: b}}\n`, []);
  await expectFaults(`${nodes(rancher, controlPlane)}roles: {rancher: {«taints»: ["a=b:NoSchedule"]}}\n`, [
    "no-effect",
  ]);
});

test("board-image-mismatch: at the board, with the image's place when somebody chose it", async () => {
  const pc = worker.replace("pi-4b", "«generic-amd64»");
  const [alone] = await expectFaults(nodes(controlPlane, pc), ["board-image-mismatch"]);
  expect(alone?.notes).toHaveLength(1);
  const generic = worker.replace("pi-4b", "«pi-4b»").replace("}", ", os: {image: generic}, interface: eth0}");
  const [chosen] = await expectFaults(nodes(controlPlane, generic), ["board-image-mismatch"]);
  expect(chosen?.notes[0]).toMatchObject({ message: "the image is chosen here" });
});

test("board-image-mismatch: quiet when the image was refused, unless it is clear which was meant", async () => {
  const pc = worker.replace("pi-4b", "generic-arm64");
  await expectFaults(`${nodes(controlPlane, pc)}os: {image: «plan9»}\n`, ["bad-value"]);
  const marked = nodes(controlPlane.replace("pi-4b", "«pi-4b»"), pc);
  await expectFaults(`${marked}os: {image: «genric»}\n`, ["board-image-mismatch", "bad-value"]);
});

test("generic-without-interface: a PC has no eth0", async () => {
  const pc = worker.replace("dcn2", "«dcn2»").replace("pi-4b", "generic-amd64").replace("}", ", os: {image: generic}}");
  await expectFaults(nodes(controlPlane, pc), ["generic-without-interface"]);
  await expectFaults(nodes(controlPlane, pc.replace(/[«»]/g, "").replace("}}", "}, interface: eno1}")), []);
});

test("memory-not-sold: with the size that was meant", async () => {
  const [found] = await expectFaults(nodes(controlPlane, worker.replace("4GiB", "«4GB»")), ["memory-not-sold"]);
  expect(found?.suggestion?.text).toBe("4GiB");
  expect(found?.message).toBe('a "4GB" Raspberry Pi 4 Model B has 4GiB');
  const [far] = await expectFaults(nodes(controlPlane, worker.replace("4GiB", "«3GiB»")), ["memory-not-sold"]);
  expect(far?.suggestion).toBeUndefined();
});

test("control-plane-memory: a warning below 2 GiB", async () => {
  const [found] = await expectFaults(nodes(controlPlane.replace("4GiB", "«1GiB»"), worker), ["control-plane-memory"]);
  expect(found?.severity).toBe("warning");
});

test("rancher-memory and rancher-memory-low: an error below 4 GiB, a warning below 8", async () => {
  const [below] = await expectFaults(nodes(controlPlane, rancher.replace("8GiB", "«2GiB»")), ["rancher-memory"]);
  expect(below?.severity).toBe("error");
  const [low] = await expectFaults(nodes(controlPlane, rancher.replace("8GiB", "«4GiB»")), ["rancher-memory-low"]);
  expect(low?.severity).toBe("warning");
});

test("swap-cannot-fit: compressed swap that even at half its size fills the memory", async () => {
  const small = good.replaceAll("4GiB", "1GiB").replace("memory: 1GiB", "memory: «1GiB»");
  await expectFaults(`${small}edge_pulse: {zram_percent: «160»}\n`, ["control-plane-memory", "swap-cannot-fit"]);
  await expectFaults(`${small}edge_pulse: {zram_percent: 150}\n`, ["control-plane-memory"]);
  await expectFaults(`${small}edge_pulse: {«zram_percent»: 160, enabled: false}\n`, [
    "control-plane-memory",
    "no-effect",
  ]);
});

test("swap-cannot-fit: a swap file larger than what a card has left", async () => {
  await expectFaults(`${good}edge_pulse: {swap: {size: «64GiB»}}\n`, ["swap-cannot-fit"]);
  await expectFaults(`${good}edge_pulse: {swap: {size: 64GiB, device: LABEL=swap}}\n`, []);
});
