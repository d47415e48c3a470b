import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Boot, cutPower, type Goal, powerOff, powerOn, type Slot } from "../../../src/boot/power.ts";
import { HostError } from "../../../src/host/host.ts";
import type { FakeMachine, Guest } from "../../support/fake-qemu.ts";
import { fakeSlot } from "../../support/fake-slot.ts";

// The clock stands unless a test lets it run: a busy machine changes nothing here.
beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const kernel = "[    0.000000] Linux version 6.12.117+deb13-arm64 (gcc)";
const ready = "edgegen: dcn1: ready: every step is done";
const untilReady: Goal = { reached: ({ kind }) => kind === "ready", patience: 300 };

const later = (seconds: number, action: () => void) => void setTimeout(action, seconds * 1000);

/** Says each line at its second. */
const says =
  (lines: Readonly<Record<number, string>>): Guest =>
  ({ say }) => {
    for (const [seconds, line] of Object.entries(lines)) later(Number(seconds), () => say(line));
  };

/** Starts again and again, every so many seconds. */
const rebootsAfter =
  (seconds: number): Guest =>
  ({ say, reboot }) => {
    say(kernel);
    later(seconds, reboot);
  };

async function inTime<T>(seconds: number, work: Promise<T>): Promise<T> {
  await vi.advanceTimersByTimeAsync(seconds * 1000);
  return work;
}

const boot = (slot: Slot, goal: Goal = untilReady) => inTime(1000, powerOn(slot, goal));

const kinds = ({ events }: Boot) => events.map(({ event, seconds }) => `${seconds.toFixed(1)} ${event.kind}`);

test("a boot ends at its goal, with what was seen and when, and the machine stays on", async () => {
  const { slot, qemu, told } = fakeSlot({ guests: [says({ 2: kernel, 3: "noise", 90: ready, 91: "too late" })] });
  const found = await boot(slot);
  expect(found).toMatchObject({ ending: "reached", reboots: 0, complaint: "" });
  expect(kinds(found)).toEqual(["2.0 kernel", "90.0 ready"]);
  expect(told).toEqual([
    { kind: "firmware", text: "vmlinuz, cmdline.txt: root=LABEL=writable boot=1" },
    ...found.events.map(({ event }) => event),
  ]);
  expect(found.qemu.running()).toBe(true);
  expect(qemu.machines.map((machine) => machine.told)).toEqual([["qmp_capabilities"]]);
});

test("what the firmware would load lies beside the disk, and the words before QEMU's come first", async () => {
  const { slot, qemu, files } = fakeSlot({ guests: [says({ 1: ready })] }, { enter: ["ip", "netns", "exec", "lan"] });
  await boot(slot);
  expect([...files]).toEqual([["out/lab.boot/dcn1/kernel", "kernel 1"]]);
  const argv = qemu.machines[0]?.argv ?? [];
  expect(argv.slice(0, 5)).toEqual(["ip", "netns", "exec", "lan", "qemu-system-aarch64"]);
  expect(argv).toEqual(expect.arrayContaining(["-kernel", "out/lab.boot/dcn1/kernel"]));
});

test("a node that reboots itself is started with what then lies on its boot partition, and goes on to its goal", async () => {
  const { slot, qemu, files } = fakeSlot({ guests: [rebootsAfter(40), says({ 1: kernel, 30: ready })] });
  const found = await boot(slot);
  expect(found).toMatchObject({ ending: "reached", reboots: 1 });
  expect(kinds(found)).toEqual(["0.0 kernel", "41.0 kernel", "70.0 ready"]);
  expect(files.get("out/lab.boot/dcn1/kernel")).toBe("kernel 2");
  expect(qemu.machines.map(({ argv }) => argv.at(-1))).toEqual([
    "root=LABEL=writable boot=1 console=ttyAMA0 net.ifnames=0",
    "root=LABEL=writable boot=2 console=ttyAMA0 net.ifnames=0",
  ]);
});

test.each([
  [
    "Raspberry Pi's",
    "chosen\0bootargs\0coherent_pool=1M cgroup_disable=memory numa_policy=interleave\0",
    "cgroup_disable=memory ",
  ],
  ["a generic kernel's", "chosen\0stdout-path\0serial1:115200n8\0", ""],
])("the memory controller is off where %s device tree says so, unless the card says more", async (_, tree, first) => {
  const { slot, qemu } = fakeSlot({ guests: [says({ 1: ready })] }, { machine: "raspi3b" });
  const deviceTree = { path: "bcm2710-rpi-3-b.dtb", data: Buffer.from(tree, "latin1") };
  await boot({ ...slot, firmware: async () => ({ ...(await slot.firmware()), deviceTree }) });
  expect(qemu.machines[0]?.argv.at(-1)?.startsWith(`${first}root=LABEL=writable boot=1 console=ttyS1 `)).toBe(true);
});

test("patience is over all reboots of a node, so that a circle of them ends", async () => {
  const { slot, qemu } = fakeSlot({ guests: Array.from({ length: 4 }, () => rebootsAfter(100)) });
  const found = await boot(slot, { ...untilReady, patience: 250 });
  expect(found).toMatchObject({ ending: "too slow", reboots: 2 });
  expect(qemu.machines).toHaveLength(3);
  expect(found.qemu.running()).toBe(false);
});

test("a node that goes off by itself is not switched on again, and its last words count", async () => {
  const guest: Guest = ({ say, end }) =>
    later(9, () => {
      say(kernel);
      end(0);
    });
  const { slot, qemu } = fakeSlot({ guests: [guest] });
  const found = await boot(slot);
  expect(found).toMatchObject({ ending: "went off", reboots: 0 });
  expect(found.events).toHaveLength(1);
  expect(qemu.machines).toHaveLength(1);
});

test("a node that says nothing is too slow, and its power is cut", async () => {
  const found = await boot(fakeSlot({ guests: [says({})] }).slot);
  expect(found).toMatchObject({ ending: "too slow", events: [] });
  expect(found.seconds).toBeGreaterThan(untilReady.patience);
  expect(found.qemu.running()).toBe(false);
});

test("a node that cannot go on is not waited for", async () => {
  const found = await boot(fakeSlot({ guests: [says({ 5: "[    2.1] Kernel panic - not syncing: no init" })] }).slot);
  expect(found.ending).toBe("trouble");
  expect(found.events.map(({ event }) => event)).toEqual([
    { kind: "trouble", text: "Kernel panic - not syncing: no init" },
  ]);
  expect(found.qemu.running()).toBe(false);
});

test("power is cut at the second that was asked for, unless the goal comes first", async () => {
  const guest = says({ 10: kernel, 40: ready });
  const cut = await boot(fakeSlot({ guests: [guest] }).slot, { ...untilReady, cutAfter: 20 });
  expect(cut.ending).toBe("cut");
  expect(kinds(cut)).toEqual(["10.0 kernel"]);
  expect(cut.qemu.running()).toBe(false);
  const reached = await boot(fakeSlot({ guests: [guest] }).slot, { ...untilReady, cutAfter: 60 });
  expect(reached.ending).toBe("reached");
});

test("whoever asks to stop need not wait, and no machine stays on", async () => {
  let asked = false;
  later(15, () => {
    asked = true;
  });
  const { slot } = fakeSlot({ guests: [says({ 10: kernel, 40: ready })] }, { interrupted: () => asked });
  const found = await boot(slot);
  expect(found.ending).toBe("interrupted");
  expect(kinds(found)).toEqual(["10.0 kernel"]);
  expect(found.qemu.running()).toBe(false);
});

test("a Ctrl-C that has reached QEMU as well is an interruption, not a node that went off", async () => {
  let asked = false;
  const guest: Guest = ({ end }) =>
    later(15, () => {
      asked = true;
      end(0);
    });
  const { slot } = fakeSlot({ guests: [guest] }, { interrupted: () => asked });
  expect((await boot(slot)).ending).toBe("interrupted");
});

test("a QEMU that does not start says why", async () => {
  const guest: Guest = ({ complain, end }) => {
    complain("qemu-system-aarch64: -m 9999999: cannot set up guest memory\n");
    end(1);
  };
  const { slot } = fakeSlot({ guests: [guest] });
  expect(await boot(slot)).toMatchObject({
    ending: "went off",
    events: [],
    complaint: "qemu-system-aarch64: -m 9999999: cannot set up guest memory",
  });
});

test("what the console said at an earlier boot is not taken for this one's", async () => {
  const { slot, console } = fakeSlot({ guests: [says({ 1: kernel }), says({ 1: ready })] });
  console.text = `${ready}\r\n`;
  expect((await boot(slot)).ending).toBe("too slow");
  expect(kinds(await boot(slot))).toEqual(["1.0 ready"]);
  expect(console.text).toBe(`${ready}\r\n${kernel}\r\n${ready}\r\n`);
});

test("a line that is written in pieces, one of them in the middle of a letter, is read whole", async () => {
  const line = "edgegen: dcn1: step k3s-install: kein Eintrag für »github.com«\r\n";
  const { slot, console } = fakeSlot({ guests: [() => undefined] });
  const bytes = Buffer.from(line, "utf8");
  const shown = { length: bytes.indexOf(0xbc) };
  later(2, () => {
    shown.length = bytes.length;
  });
  const openDisk: Slot["openDisk"] = (path) => ({
    ...slot.openDisk(path),
    size: console.text.length,
    read: (offset, length) => bytes.subarray(Math.min(offset, shown.length), Math.min(offset + length, shown.length)),
  });
  const found = await boot({ ...slot, openDisk }, { reached: ({ kind }) => kind === "step", patience: 60 });
  expect(found.events[0]?.event).toMatchObject({ text: "kein Eintrag für »github.com«" });
});

test("a console that cannot be read any more is said, and no machine stays on", async () => {
  const { slot, qemu } = fakeSlot({ guests: [says({ 1: kernel })] });
  let reads = 0;
  const openDisk: Slot["openDisk"] = (path) => {
    reads += 1;
    if (reads > 5) throw new HostError(path, "ENOENT");
    return slot.openDisk(path);
  };
  const lost = expect(powerOn({ ...slot, openDisk }, untilReady)).rejects.toThrow("console.log: ENOENT");
  await inTime(10, lost);
  expect(qemu.machines.map(({ process }) => process.running())).toEqual([false]);
});

test("without a console's file nothing is started", async () => {
  const { slot, qemu } = fakeSlot({ guests: [says({})] }, { folder: "elsewhere" });
  await expect(powerOn(slot, untilReady)).rejects.toThrow("elsewhere/console.log: ENOENT");
  expect(qemu.machines).toEqual([]);
});

/** A machine that is on. */
async function on(guest: Guest, more: { stubborn?: true; machine?: "raspi3b"; interrupted?: () => boolean } = {}) {
  const { stubborn, ...change } = more;
  const { slot, qemu } = fakeSlot({ guests: [guest], ...(stubborn ? { stubborn } : {}) }, change);
  const found = await boot(slot);
  return { slot, boot: found, machine: qemu.machines[0] as FakeMachine };
}

test("a clean power-off presses the button, and leaves nothing to wait for", async () => {
  const { slot, boot, machine: qemu } = await on(says({ 1: ready }));
  expect(await inTime(1, powerOff(slot, boot))).toBe(true);
  expect(qemu.told).toEqual(["qmp_capabilities", "system_powerdown"]);
  expect(await boot.qemu.ended).toBe(0);
  expect(vi.getTimerCount()).toBe(0);
});

test("a Pi 3B, which has no button, is asked; where nobody can ask, its power is cut", async () => {
  const { slot, boot, machine: qemu } = await on(says({ 1: ready }), { machine: "raspi3b" });
  const ask = async () => qemu.reboot();
  expect(await inTime(1, powerOff(slot, boot, ask))).toBe(true);
  const other = await on(says({ 1: ready }), { machine: "raspi3b" });
  expect(await inTime(1, powerOff(other.slot, other.boot))).toBe(true);
  expect(await other.boot.qemu.ended).toBe(137);
  expect([qemu.told, other.machine.told]).toEqual([["qmp_capabilities"], ["qmp_capabilities"]]);
});

test("a node that does not go down within two minutes has its power cut", async () => {
  const { slot, boot } = await on(says({ 1: ready }), { stubborn: true });
  const off = powerOff(slot, boot);
  await vi.advanceTimersByTimeAsync(119_000);
  expect(boot.qemu.running()).toBe(true);
  expect(await inTime(2, off)).toBe(false);
  expect(await boot.qemu.ended).toBe(137);
});

test("a node that needs a minute to go down gets it", async () => {
  const goesDown: Guest = ({ say, end }) => {
    later(1, () => say(ready));
    later(1060, () => end(0));
  };
  const { slot, boot } = await on(goesDown, { stubborn: true });
  expect(await inTime(70, powerOff(slot, boot))).toBe(true);
});

test("nobody who asks to stop waits for a node that does not go down", async () => {
  let asked = false;
  const { slot, boot } = await on(says({ 1: ready }), { stubborn: true, interrupted: () => asked });
  asked = true;
  expect(await inTime(1, powerOff(slot, boot))).toBe(false);
  expect(boot.qemu.running()).toBe(false);
});

test("a power cut is over when QEMU is gone", async () => {
  const { boot } = await on(says({ 1: ready }));
  await cutPower(boot.qemu);
  expect(boot.qemu.running()).toBe(false);
});
