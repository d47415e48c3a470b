import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checks } from "../../src/boot/checks.ts";
import { durations } from "../../src/boot/progress.ts";
import { fields, valuesOf } from "../../src/boot/seen.ts";
import type { Access } from "../../src/boot/session.ts";
import { type Looked, runTrial } from "../../src/boot/trial.ts";
import { schemaFault } from "../support/api-schema.ts";
import { applied, begins, flashed } from "./cards.ts";
import { clockOff, type Lab, type Options, openLab, plugIn, ready, type VirtualNode, wanting, wrong } from "./lab.ts";
import { type Answers, get, hog, notebook, pollWhile } from "./memory.ts";

/**
 * Both layouts at once, with clocks that are wrong by years: the control plane on Ubuntu's, the worker on Raspberry Pi OS's. The worker
 * has 1 GiB, and at its last boot somebody wants 1.4 times as much. Their cards are made by the built program: that of the worker is read
 * back from the device that it was flashed onto.
 */
let lab: Lab;
let answers: Answers;
const looked = new Map<string, readonly Looked[]>();
const clocks = new Map<string, number>();
const asMade = new Map<string, string | true>();
const { ask, keep, of } = notebook();
beforeAll(async () => {
  lab = await openLab();
  await Promise.all([
    start("dcn1", applied(lab, "dcn1", "ubuntu"), { clock: "1970-01-01" }),
    start("dcn2", flashed(lab, "dcn2", "raspios"), { clock: "2028-11-26", memoryMiB: 1024 }),
  ]);
});
afterAll(() => lab?.close());

/** In the slot it is put onto its card once more, which must not change a byte. */
async function start(name: string, made: Promise<string>, options: Options): Promise<void> {
  const base = await made;
  const node = await plugIn(lab, name, { ...options, base });
  asMade.set(name, await begins(join(node.slot.folder, "disk.img"), base));
  await run(node);
}

async function press(access: Access): Promise<void> {
  await ask(access, "validate", "edge-pulse validate; echo code=$?");
  answers = await pollWhile(lab, ask(access, "hog", hog), access);
  for (const path of ["/perf", "/healthz", "/metrics"]) keep(path, await get(lab, access.host, path));
}

async function run(node: VirtualNode): Promise<void> {
  const found = await runTrial({
    slot: node.slot,
    goal: ready(),
    boots: 2,
    checks,
    expected: node.expected,
    access: node.access,
    tell: { boot: (number) => process.stdout.write(`${node.name} boot ${number}\n`), looked: () => undefined },
    before: async (access) => {
      clocks.set(node.name, await clockOff(access));
      if (node.name === "dcn2") await press(access);
    },
  });
  looked.set(node.name, found);
}

test("what booted was, byte for byte, the clone after apply, and what was read back after image and flash", () => {
  expect([...asMade].sort()).toEqual([
    ["dcn1", true],
    ["dcn2", true],
  ]);
});

test.each(["dcn1", "dcn2"])("%s is as its Cluster says, at both boots", (name) => {
  const found = looked.get(name) ?? [];
  expect(found.map(({ boot, complaint, wentDown }) => [boot.ending, complaint, wentDown])).toEqual([
    ["reached", undefined, true],
    ["reached", undefined, true],
  ]);
  expect(found.flatMap(wrong)).toEqual([]);
});

test("K3s was up, and the worker had joined it, while their steps waited for that", () => {
  expect([...looked.values()].flat().flatMap(wanting)).toEqual([]);
});

test.each(["dcn1", "dcn2"])("%s, whose clock is years off at each start, has the time", (name) => {
  expect(Math.abs(clocks.get(name) ?? Number.NaN)).toBeLessThan(3);
});

test.each(["dcn1", "dcn2"])("%s does not reboot by itself", (name) => {
  const boots = (looked.get(name) ?? []).map(({ boot }) => ({ reboots: boot.reboots, ...durations(boot) }));
  process.stdout.write(`${name}: ${JSON.stringify(boots)}\n`);
  expect(boots.map(({ reboots, kernels }) => [reboots, kernels])).toEqual([
    [0, 1],
    [0, 1],
  ]);
});

test("a worker with 1 GiB has 1.4 GiB: nothing is ended, compressed memory is used first, the API answers and somebody can log in", () => {
  const { api, ssh, failed } = answers;
  process.stdout.write(`worst answer: API ${Math.max(...api)} s, ssh ${Math.max(...ssh)} s, of ${api.length}\n`);
  const found = fields(of("hog"));
  expect([found.get("code"), found.get("oom"), failed]).toEqual(["0", "0", []]);
  const peaks = new Map(valuesOf(of("hog"), "peak").map((line) => line.split(" ") as [string, string]));
  expect(Number(peaks.get("/dev/zram0"))).toBeGreaterThan(300);
  expect(api.length).toBeGreaterThan(0);
});

test("edge-pulse validate finds that everything holds, its memory trial included", () => {
  expect(fields(of("validate")).get("code"), of("validate")).toBe("0");
  expect(of("validate")).toMatch(/^passed +memory pressure/m);
  expect(of("validate")).toMatch(/^passed +zram/m);
});

test("what the API says over the network is what its JSON Schema says", () => {
  const said = (path: string) => of(path).slice(of(path).indexOf("{"));
  expect(schemaFault("report", said("/perf"))).toBeUndefined();
  expect(schemaFault("health", said("/healthz"))).toBeUndefined();
  expect(of("/metrics")).toContain('edge_pulse_swap_priority{device="/dev/zram0",kind="zram"} 100');
});
