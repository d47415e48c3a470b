import type { Check, Expected } from "./check.ts";
import { compareBoots, judgeAll, probeScript, type Verdict } from "./checks.ts";
import { type Boot, cutPower, type Goal, powerOff, powerOn, type Slot } from "./power.ts";
import { waitsAt } from "./progress.ts";
import { type Access, runAsRoot } from "./session.ts";

/** A card in its slot that is to show, boot after boot, that it makes the machine that its Cluster describes. */
export interface Trial {
  readonly slot: Slot;
  readonly goal: Goal;
  /** How often it is switched on; from the second time on nothing may run again. */
  readonly boots: number;
  /** None: nobody logs in to look. */
  readonly checks: readonly Check[];
  /** Of a boot whose goal is a step that waits, it is expected that it has come to that one. */
  readonly expected: Expected;
  /** How to log in to the machine that is on. Undefined: nobody can. */
  readonly access: (boot: Boot) => Promise<Access | undefined>;
  /** What is told while it runs: a boot begins, its verdicts are there. */
  readonly tell: { readonly boot: (number: number) => void; readonly looked: (looked: Looked, number: number) => void };
  /** Called at the last boot, before it is switched off. */
  readonly before?: (access: Access, boot: Boot) => Promise<void>;
}

/** What was seen of one boot. */
export interface Looked {
  readonly boot: Boot;
  readonly verdicts: readonly Verdict[];
  /** Why there are no verdicts, when somebody should have looked. */
  readonly complaint: string | undefined;
  /** False: its power had to be cut at the end. */
  readonly wentDown: boolean;
}

/** Goes through the boots; ends with the first one that does not come to its goal. */
export async function runTrial(trial: Trial): Promise<readonly Looked[]> {
  const seen: Looked[] = [];
  let first: string | undefined;
  for (let number = 1; number <= trial.boots; number += 1) {
    trial.tell.boot(number);
    const boot = await powerOn(trial.slot, trial.goal);
    const { output, ...looked } = await stay(trial, boot, first, number);
    first ??= output;
    trial.tell.looked(looked, number);
    seen.push(looked);
    if (looked.boot.ending !== "reached") break;
  }
  return seen;
}

const nothing = { verdicts: [], complaint: undefined, output: undefined };

/** From the goal until it is off, which it is at the end, whatever is thrown. */
async function stay(
  trial: Trial,
  boot: Boot,
  first: string | undefined,
  number: number,
): Promise<Looked & { readonly output: string | undefined }> {
  try {
    if (boot.ending !== "reached") return { boot, ...nothing, wentDown: false };
    const access = await trial.access(boot);
    const found = await look(trial, boot, access, first, number);
    const wentDown = await powerOff(trial.slot, boot, access && (() => goDown(access)));
    // A terminal's Ctrl-C stops ssh and QEMU as well: what they then say is no verdict.
    if (trial.slot.interrupted()) return { boot: { ...boot, ending: "interrupted" }, ...nothing, wentDown };
    return { boot, ...found, wentDown };
  } finally {
    await cutPower(boot.qemu);
  }
}

/** By a reboot, at which QEMU ends (-no-reboot): a Pi that is told to power off halts, and QEMU would go on. It is asked once. */
const goDown = (access: Access) => runAsRoot(access, "systemctl reboot", () => true);

async function look(trial: Trial, boot: Boot, access: Access | undefined, first: string | undefined, number: number) {
  if (access === undefined) return { ...nothing, complaint: "there is no way to the node's sshd" };
  const found = trial.checks.length === 0 ? nothing : await probe(trial, boot, access, first);
  if (number === trial.boots) await trial.before?.(access, boot);
  return found;
}

async function probe({ checks, slot, ...trial }: Trial, boot: Boot, access: Access, first: string | undefined) {
  const step = waitsAt(boot);
  const expected = step === undefined ? trial.expected : { ...trial.expected, reached: { waitsAt: step } };
  const hopeless = () => slot.interrupted() || !boot.qemu.running();
  const { out, err, code } = await runAsRoot(access, probeScript(checks, expected, first !== undefined), hopeless);
  if (out === "") return { ...nothing, complaint: lastLine(err) || `ssh ended with ${code}` };
  const repeated = first === undefined ? [] : compareBoots(checks, expected, first, out);
  return { verdicts: merged([...judgeAll(checks, expected, out), ...repeated]), complaint: undefined, output: out };
}

const lastLine = (text: string) => text.trim().split("\n").at(-1) ?? "";

/** One verdict for each check, whoever judged. */
function merged(verdicts: readonly Verdict[]): readonly Verdict[] {
  const byName = new Map<string, Verdict>();
  for (const { name, differences } of verdicts) {
    byName.set(name, { name, differences: [...(byName.get(name)?.differences ?? []), ...differences] });
  }
  return [...byName.values()];
}
