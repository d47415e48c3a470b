import { afterAll, beforeAll, expect, test } from "vitest";
import type { Check } from "../../src/boot/check.ts";
import { type Boot, cutPower, powerOn, type Slot } from "../../src/boot/power.ts";
import { durations } from "../../src/boot/progress.ts";
import { fields, valuesOf } from "../../src/boot/seen.ts";
import type { Access } from "../../src/boot/session.ts";
import { type Looked, runTrial } from "../../src/boot/trial.ts";
import type { Process } from "../../src/host/processes.ts";
import { random } from "../boot/random.ts";
import { copied } from "./cuts.ts";
import { changeBootFile, damage, readBootFile } from "./disk.ts";
import { type Lab, openLab, plugIn, quicker, ready, type VirtualNode, wanting, wrong } from "./lab.ts";
import { hog, listing, notebook } from "./memory.ts";

/**
 * Two workers with 1 GiB, like a Pi 3. One has no Edge-Pulse, and a cmdline.txt without the memory controller; with the other the power
 * fails in the installation, and again in a rollback. EDGEGEN_SEED=N repeats a run.
 */
let lab: Lab;
let plain: readonly Looked[] = [];
let plainCommandLine = "";
let installed: readonly Looked[] = [];
let damaged: readonly string[] = [];
const { ask, of } = notebook();
const seed = Number(process.env["EDGEGEN_SEED"] ?? Date.now() % 1_000_000);

/** All that Edge-Pulse changes outside of files, as a node shows it. */
const kernel = `cat /proc/swaps; cat /sys/block/zram*/disksize 2>/dev/null | grep -v '^0$'
grep -H . /proc/sys/vm/dirty_* /proc/sys/vm/page-cluster /proc/sys/vm/swappiness /proc/sys/vm/vfs_cache_pressure
findmnt --noheadings --output OPTIONS /
systemctl show --property Id,MemoryMin,OOMScoreAdjust system.slice user.slice ssh.service k3s-agent.service
grep -H . /sys/fs/cgroup/system.slice/memory.min /sys/fs/cgroup/system.slice/ssh.service/memory.min
systemctl is-enabled fstrim.timer`;

beforeAll(async () => {
  lab = await openLab("dcn1");
  await bootPlain(await plugIn(lab, "dcn2", { memoryMiB: 1024, plain: true }));
  const node = await plugIn(lab, "dcn2", { memoryMiB: 1024 });
  await cutInInstallation(node);
  let cut = node;
  installed = await trial(node, quicker, async (access, { qemu }) => {
    await thereAndBack(access);
    cut = await cutInRollback(access, node, qemu);
  });
  damaged = damage(node.slot);
  await trial(cut, [], (access) =>
    ask(
      access,
      "after the cut",
      `cat /proc/swaps; grep -o '"phase": "[a-z-]*"' /var/lib/edge-pulse/state.json; ls /var/lib/edge-pulse
wc -l </var/tmp/etc.back; ${listing} | diff /var/tmp/etc.back - && echo same=yes`,
    ),
  );
});
afterAll(() => lab?.close());

const trial = (
  node: VirtualNode,
  list: readonly Check[],
  before: (access: Access, boot: Boot) => Promise<void>,
  slot = node.slot,
) =>
  runTrial({
    slot,
    goal: ready(20),
    boots: 1,
    checks: list,
    expected: node.expected,
    access: node.access,
    tell: { boot: () => undefined, looked: () => undefined },
    before,
  });

async function bootPlain(node: VirtualNode): Promise<void> {
  await changeBootFile(node.slot, "cmdline.txt", (text) => text.replace(/ cgroup_enable=memory cgroup_memory=1/, ""));
  const before = async (access: Access) => {
    await ask(access, "kernel plain", kernel);
    await ask(access, "etc plain", listing);
    await ask(access, "hog plain", hog);
  };
  plain = await trial(node, [], before, likeTheFirmware(node.slot));
  plainCommandLine = await readBootFile(node.slot, "cmdline.txt");
}

/** What a Raspberry Pi's kernel makes of its firmware's device tree: no memory controller, unless cmdline.txt asks for it. */
function likeTheFirmware(slot: Slot): Slot {
  const firmware = async () => {
    const read = await slot.firmware();
    const { path, text } = read.commandLine;
    const words = text.includes("cgroup_enable=memory") ? text : `cgroup_disable=memory ${text}`;
    return { ...read, commandLine: { path, text: words } };
  };
  return { ...slot, firmware };
}

async function pause(seconds: number): Promise<void> {
  process.stdout.write(`seed ${seed}: power is cut after ${seconds.toFixed(2)} s\n`);
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}

async function cutInInstallation(node: VirtualNode): Promise<void> {
  const { ending, qemu } = await powerOn(node.slot, {
    reached: (event) => event.kind === "step" && event.step === "edge-pulse",
    patience: 900,
  });
  if (ending !== "reached") throw new Error(`the first boot ended: ${ending}`);
  await pause(random(seed) * 4);
  await cutPower(qemu);
}

async function thereAndBack(access: Access): Promise<void> {
  await ask(access, "installed", `${kernel}; ${listing} >/run/etc.installed`);
  await ask(
    access,
    "rollback",
    `edge-pulse rollback; echo code=$?; awk 'NR > 1 { print "used=" $1 }' /proc/swaps; ls /var/lib/edge-pulse
find /etc -name '*edge-pulse*'; systemctl list-units --all --plain --no-legend 'edge-pulse*' | grep -v not-found`,
  );
  await ask(access, "kernel rolled back", kernel);
  await ask(access, "etc rolled back", `${listing} | tee /var/tmp/etc.back`);
  await ask(
    access,
    "again",
    `edge-pulse install; ${listing} >/run/etc.again; cmp /run/etc.installed /run/etc.again && echo same=yes`,
  );
}

/** It begins by itself, so that it does not hang on a session; the card is copied as the cut would leave it, and the board goes on. */
async function cutInRollback(access: Access, node: VirtualNode, qemu: Process): Promise<VirtualNode> {
  const begun = "until grep -q rolling-back /var/lib/edge-pulse/state.json; do sleep 0.1; done";
  await ask(access, "second rollback", `systemd-run --quiet --collect edge-pulse rollback; ${begun}`);
  await pause(random(seed + 1) * 20);
  return copied(node, qemu, "rollback");
}

test("a card whose cmdline.txt lacks the memory controller mends it and starts once more, and once only", () => {
  const boots = plain.map(({ boot, wentDown }) => [boot.ending, boot.reboots, durations(boot).kernels, wentDown]);
  expect(boots).toEqual([["reached", 1, 2, true]]);
  const tokens = plainCommandLine.trim().split(" ");
  expect(tokens.filter((token) => token.startsWith("cgroup_"))).toEqual(["cgroup_enable=memory", "cgroup_memory=1"]);
});

test("without Edge-Pulse, whoever wants 1.4 times the memory is ended by the kernel", () => {
  const found = fields(of("hog plain"));
  expect(found.get("code")).not.toBe("0");
  expect(Number(found.get("oom"))).toBeGreaterThan(0);
});

test("a worker whose power failed in the installation is as its Cluster says, swap and its priorities among it", () => {
  expect(installed.map(({ boot, complaint }) => [boot.ending, complaint])).toEqual([["reached", undefined]]);
  expect([installed.flatMap(wrong), [...plain, ...installed].flatMap(wanting)]).toEqual([[], []]);
  expect(damaged).toEqual([]);
});

test("after a rollback kernel and units are as on a card without Edge-Pulse", () => {
  expect(of("kernel rolled back")).toBe(of("kernel plain"));
  expect(of("kernel plain")).toContain("Filename");
  expect(of("installed")).not.toContain(of("kernel plain"));
});

/** A line is a path with its mode and owner, or a sum with its path. */
const pathsIn = (text: string) => new Map(text.split("\n").map((line) => [line, /\.\/\S*/.exec(line)?.[0] ?? line]));

/** Of each machine its own, or of a card whose profile has Edge-Pulse: the API's port, K3s's kubelet settings, what is to be installed. */
const own =
  /^\.\/(machine-id|sudoers\.d\/90-cloud-init-users|ssh\/ssh_host_\w+(\.pub)?|edgegen\/(card\.json|edge-pulse\.json|firewall\.nft)|rancher\/k3s\/config\.yaml)$/;

test("and so is /etc, byte for byte, but for what each machine and each card has of its own", () => {
  const [without, back] = [pathsIn(of("etc plain")), pathsIn(of("etc rolled back"))];
  const alone = [...without, ...back].filter(([line]) => without.has(line) !== back.has(line)).map(([, path]) => path);
  expect(alone.filter((path) => !own.test(path))).toEqual([]);
  expect(without.size).toBeGreaterThan(500);
});

test("rollback leaves nothing, and a second installation is like the first", () => {
  expect(fields(of("rollback")).get("code")).toBe("0");
  expect(valuesOf(of("rollback"), "used")).toEqual([]);
  expect(of("rollback")).not.toContain("swapfile\n");
  expect(of("rollback").match(/\/etc\/\S*/g)).toEqual(["/etc/edgegen/edge-pulse.json"]);
  expect(of("again")).toContain("same=yes");
});

test("a rollback in which the power failed comes to its end, and leaves /etc byte for byte as one that was not cut", () => {
  expect(of("after the cut")).toContain('"phase": "rolled-back"');
  expect(of("after the cut")).not.toMatch(/^\/|swapfile$/m);
  expect(of("after the cut")).toMatch(/^\d{3,}\nsame=yes$/m);
});
