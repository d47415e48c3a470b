import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Check } from "../../../src/boot/check.ts";
import { compare } from "../../../src/boot/difference.ts";
import type { Slot } from "../../../src/boot/power.ts";
import type { Access } from "../../../src/boot/session.ts";
import { type Looked, runTrial, type Trial } from "../../../src/boot/trial.ts";
import type { Outcome } from "../../../src/host/processes.ts";
import type { FakeQemu, Guest } from "../../support/fake-qemu.ts";
import { fakeSlot } from "../../support/fake-slot.ts";
import { expected } from "./sample.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const comesUp: Guest = ({ say }) => say("edgegen: dcn1: ready: every step is done");
const panics: Guest = ({ say }) => say("Kernel panic - not syncing: no init");

/** Wants its probe to say `good`. */
const check = (name: string, more: Partial<Check> = {}): Check => ({
  name,
  probe: () => "echo good",
  judge: (seen) => compare(name, seen, "good"),
  ...more,
});

const answer = (said: Readonly<Record<string, string>>): Outcome => ({
  code: 0,
  out: Object.entries(said)
    .map(([name, text]) => `>${name}\n|${text}\n<${name}\n`)
    .join(""),
  err: "",
});

interface Setup {
  readonly guests: readonly Guest[];
  /** What the node answers at each boot. */
  readonly answers?: readonly Outcome[];
  readonly stubborn?: true;
  readonly slot?: Partial<Slot>;
  readonly trial?: Partial<Trial>;
  /** The user wants one. */
  readonly session?: true;
}

async function run({ guests, answers = [], stubborn, slot: change, trial, session }: Setup) {
  const told: string[] = [];
  const asked = () => told.filter((line) => line === "ssh").length;
  const { slot, qemu } = fakeSlot(
    {
      guests,
      run: async () => {
        told.push("ssh");
        return answers[asked() - 1] ?? { code: 70, out: "", err: "asked too often" };
      },
      ...(stubborn ? { stubborn } : {}),
    },
    change,
  );
  const access: Access = {
    ...{ processes: qemu, enter: [], host: "127.0.0.1", port: 1, name: "dcn1", user: "admin" },
    ...{ knownHosts: "known_hosts", identity: undefined },
  };
  const running = runTrial({
    slot,
    goal: { reached: ({ kind }) => kind === "ready", patience: 60 },
    boots: 2,
    checks: [check("one"), check("two", { steady: true })],
    expected: expected(),
    access: async () => access,
    tell: {
      boot: (number) => told.push(`boot ${number}`),
      looked: ({ boot }, number) => told.push(`looked ${number}: ${boot.ending}`),
    },
    ...(session ? { before: async () => void told.push(`session, ${machinesOn(qemu)} on`) } : {}),
    ...trial,
  });
  // It may have been refused before anybody waits for it.
  const settled = running.then(
    (looked) => ({ looked, error: undefined }),
    (error: unknown) => ({ looked: [] as readonly Looked[], error }),
  );
  await vi.advanceTimersByTimeAsync(600_000);
  return { ...(await settled), told, qemu };
}

const good = answer({ one: "good", two: "good" });
const failed = (looked: readonly Looked[]) =>
  looked.map(({ verdicts }) => verdicts.map(({ name, differences }) => `${name}: ${differences.length}`));
const machinesOn = (qemu: FakeQemu) => qemu.machines.filter(({ process }) => process.running()).length;

test("a card is booted twice, looked at each time, and switched off cleanly", async () => {
  const found = await run({ guests: [comesUp, comesUp], answers: [good, good] });
  expect(found.told).toEqual(["boot 1", "ssh", "looked 1: reached", "boot 2", "ssh", "looked 2: reached"]);
  expect(failed(found.looked)).toEqual([
    ["one: 0", "two: 0"],
    ["one: 0", "two: 0"],
  ]);
  expect(found.looked.map(({ complaint, wentDown }) => [complaint, wentDown])).toEqual([
    [undefined, true],
    [undefined, true],
  ]);
  expect(found.qemu.machines.map(({ told }) => told.at(-1))).toEqual(["system_powerdown", "system_powerdown"]);
});

test("what is wrong is a difference of its check, and the second boot is looked at all the same", async () => {
  const found = await run({ guests: [comesUp, comesUp], answers: [answer({ one: "bad", two: "good" }), good] });
  expect(found.looked[0]?.verdicts[0]).toEqual({
    name: "one",
    differences: [{ what: "one", found: "bad", wanted: "good" }],
  });
  expect(failed(found.looked)).toEqual([
    ["one: 1", "two: 0"],
    ["one: 0", "two: 0"],
  ]);
});

test("what changed from the first boot to the second is one more difference of the same check", async () => {
  const tolerant = [check("one", { judge: () => [] }), check("two", { steady: true, judge: () => [] })];
  const answers = [answer({ one: "a", two: "stamp 1" }), answer({ one: "b", two: "stamp 2" })];
  const found = await run({ guests: [comesUp, comesUp], answers, trial: { checks: tolerant } });
  expect(found.looked[1]?.verdicts).toEqual([
    { name: "one", differences: [] },
    { name: "two", differences: [{ what: "two at the second boot", found: "stamp 2", wanted: "stamp 1" }] },
  ]);
  expect(failed(found.looked)[0]).toEqual(["one: 0", "two: 0"]);
});

test("every later boot is held against the first one", async () => {
  const tolerant = [check("two", { steady: true, judge: () => [] })];
  const answers = ["1", "2", "1"].map((stamp) => answer({ two: stamp }));
  const trial = { checks: tolerant, boots: 3 };
  const found = await run({ guests: [comesUp, comesUp, comesUp], answers, trial });
  expect(failed(found.looked)).toEqual([["two: 0"], ["two: 1"], ["two: 0"]]);
});

test("a boot that came to its goal by waiting is held to have come so far", async () => {
  const waits: Guest = ({ say }) => say("edgegen: dcn1: step packages: apt-get: no address");
  const far = check("far", { judge: (_, { reached }) => compare("far", JSON.stringify(reached), '"ready"') });
  const trial: Partial<Trial> = { checks: [far], goal: { reached: () => true, patience: 60 } };
  const found = await run({ guests: [waits, comesUp], answers: [answer({ far: "" }), answer({ far: "" })], trial });
  expect(found.looked.map(({ verdicts }) => verdicts[0]?.differences[0]?.found)).toEqual([
    '{"waitsAt":"packages"}',
    undefined,
  ]);
});

test("a first boot that does not come up ends the trial: nobody logs in, and it stays off", async () => {
  const found = await run({ guests: [panics] });
  expect(found.told).toEqual(["boot 1", "looked 1: trouble"]);
  expect(found.looked).toMatchObject([{ verdicts: [], complaint: undefined, wentDown: false }]);
  expect(machinesOn(found.qemu)).toBe(0);
});

test("what was seen of the first boot is kept when the second does not come up", async () => {
  const found = await run({ guests: [comesUp, panics], answers: [good] });
  expect(found.looked.map(({ boot }) => boot.ending)).toEqual(["reached", "trouble"]);
  expect(failed(found.looked)).toEqual([["one: 0", "two: 0"], []]);
});

test.each([
  [
    "ssh's last line",
    { code: 1, out: "", err: "Warning: x\nsudo: a password is required\n" },
    "sudo: a password is required",
  ],
  ["its code, if it said nothing", { code: 124, out: "", err: "" }, "ssh ended with 124"],
])("a node that nobody can look at is a complaint: %s", async (_, outcome, complaint) => {
  const found = await run({ guests: [comesUp], answers: [outcome], trial: { boots: 1 } });
  expect(found.looked).toMatchObject([{ verdicts: [], complaint, wentDown: true }]);
});

test("a session that broke off leaves verdicts, of which the missing ones are differences", async () => {
  const cut = { ...answer({ one: "good" }), code: 124 };
  const found = await run({ guests: [comesUp], answers: [cut], trial: { boots: 1 } });
  expect(failed(found.looked)).toEqual([["one: 0", "two: 1"]]);
});

test("without a way to its sshd a node is not passed over in silence", async () => {
  const found = await run({ guests: [comesUp], trial: { boots: 1, access: async () => undefined } });
  expect(found.looked).toMatchObject([{ complaint: "there is no way to the node's sshd", wentDown: true }]);
});

test("a session comes after the last look, while the machine is on", async () => {
  const found = await run({ guests: [comesUp, comesUp], answers: [good, good], session: true });
  expect(found.told.slice(3)).toEqual(["boot 2", "ssh", "session, 1 on", "looked 2: reached"]);
});

test("without checks nobody logs in to look, but whoever wants a session gets it", async () => {
  const found = await run({ guests: [comesUp], session: true, trial: { boots: 1, checks: [] } });
  expect(found.told).toEqual(["boot 1", "session, 1 on", "looked 1: reached"]);
  expect(found.looked).toMatchObject([{ verdicts: [], complaint: undefined, wentDown: true }]);
});

test("a node that does not go down is said, and the next boot begins all the same", async () => {
  const found = await run({ guests: [comesUp, comesUp], answers: [good, good], stubborn: true });
  expect(found.looked.map(({ wentDown }) => wentDown)).toEqual([false, false]);
  expect(machinesOn(found.qemu)).toBe(0);
});

test("whatever is thrown while a machine is on switches it off", async () => {
  const broken = check("one", {
    judge: () => {
      throw new Error("a judge that fails");
    },
  });
  const found = await run({ guests: [comesUp], answers: [good], trial: { checks: [broken] } });
  expect(found.error).toEqual(new Error("a judge that fails"));
  expect(machinesOn(found.qemu)).toBe(0);
});

test("what ssh says after Ctrl-C is no verdict: the boot was interrupted, and no other one begins", async () => {
  let asked = false;
  const found = await run({
    guests: [comesUp],
    answers: [{ code: 255, out: "", err: "Killed by signal 2.\n" }],
    slot: { interrupted: () => asked },
    trial: {
      checks: [
        check("one", {
          probe: () => {
            asked = true;
            return "echo good";
          },
        }),
      ],
    },
  });
  expect(found.told).toEqual(["boot 1", "ssh", "looked 1: interrupted"]);
  expect(found.looked).toMatchObject([{ boot: { ending: "interrupted" }, verdicts: [], complaint: undefined }]);
  expect(machinesOn(found.qemu)).toBe(0);
});
