import { appendFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Io } from "../../src/cli/io.ts";
import { openDisk } from "../../src/host/node-disk.ts";
import { nodeProcesses } from "../../src/host/node-processes.ts";
import type { Outcome, Processes, RunOptions } from "../../src/host/processes.ts";
import { imageWith, stock } from "../unit/image/sample.ts";
import { type FakeQemu, fakeQemu, type Guest } from "./fake-qemu.ts";
import { lab, type Ran, type Workplace, workplace } from "./workplace.ts";

/** A stock image in little. */
export const ubuntu = (await imageWith(stock["ubuntu-24.04"].files, stock["ubuntu-24.04"])).bytes;

/** A workplace with a stock image beside its profile. */
export interface BootBench extends Workplace {
  readonly base: string;
  /** Where its nodes are booted. */
  readonly below: string;
}

export function bootBench(text = lab(), withBundle = true): BootBench {
  const made = workplace(text, withBundle);
  const base = join(made.folder, "ubuntu.img");
  writeFileSync(base, ubuntu);
  return { ...made, base, below: join(made.folder, "out/lab.boot") };
}

export const boot = (
  { run, base, folder }: BootBench,
  args: readonly string[],
  processes: Processes,
  more: Partial<Io> = {},
): Promise<Ran> => run(["boot", "--base", base, "--out", join(folder, "out"), ...args], { processes, ...more });

/** A laptop on which QEMU plays these guests, ssh answers this, and cp is the real one. */
export function laptop(guests: readonly Guest[], ssh: (argv: readonly string[]) => Outcome = refused): FakeQemu {
  const run = async (argv: readonly string[], options?: RunOptions) =>
    argv[0] === "ssh" ? ssh(argv) : nodeProcesses().run(argv, options);
  return fakeQemu({ guests, console: (path, text) => appendFileSync(path, text), run });
}

const refused = (): Outcome => ({ code: 1, out: "", err: "sudo: a password is required\n" });

/** A disk as far as its image went; behind it there is a hole up to the size of a card. */
export function startOf(path: string): Buffer {
  const disk = openDisk(path, "read");
  const bytes = disk.read(0, ubuntu.length);
  disk.close();
  return Buffer.from(bytes);
}

export const everything = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
