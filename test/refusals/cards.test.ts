import { mkdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import type { FlashOptions } from "../../src/cli/commands/flash.ts";
import type { Io } from "../../src/cli/io.ts";
import { flashVerb } from "../../src/cli/verbs/flash.ts";
import type { Disk } from "../../src/host/disk.ts";
import { HostError } from "../../src/host/host.ts";
import { openDisk } from "../../src/host/node-disk.ts";
import { type BootBench, bootBench, ubuntu } from "../support/boot-bench.ts";
import { fail, type Listed, lists, odd, stick } from "../support/fake-card.ts";
import { testIo } from "../support/test-io.ts";
import type { Ran } from "../support/workplace.ts";
import { expectSaid, rowsBehind } from "./page.ts";

let place: BootBench | undefined;
afterEach(() => {
  place?.remove();
  place = undefined;
});

interface Bench {
  readonly folder: string;
  readonly image: string;
  /** The memory of /dev/sdx. */
  readonly card: string;
  readonly run: (verb: readonly string[], more?: Partial<Io>) => Promise<Ran>;
}

function bench(): Bench {
  const made = bootBench();
  place = made;
  const [image, card] = [join(made.folder, "out/lab.img/dcn1.img"), join(made.folder, "card.img")];
  mkdirSync(join(made.folder, "out/lab.img"));
  writeFileSync(image, ubuntu);
  writeFileSync(card, "");
  truncateSync(card, 32 << 20);
  const run = ([verb = "", ...args]: readonly string[], more?: Partial<Io>) =>
    made.run([verb, "--node", "dcn1", "--out", join(made.folder, "out"), ...args], more);
  return { folder: made.folder, image, card, run };
}

type Attempt = (at: Bench) => Promise<Ran> | Promise<readonly Ran[]>;

const untouched = (path: string, access: "read" | "write" | "copy") =>
  path === "/dev/sdx" ? fail("EIO") : openDisk(path, access);
const io = (changes: Partial<Listed>) => ({ ...lists({ ...stick, ...changes }), openDisk: untouched });
const child = (name: string, mountpoint: string) => ({ children: [{ name, mountpoint }] });
const onto = (device: string, ...more: readonly string[]) => ["flash", "--device", device, "--yes", ...more];

/** A device that is like this; `flash`, `flash --force` and `apply` all refuse it. */
const always =
  (changes: Partial<Listed>): Attempt =>
  ({ run }) =>
    Promise.all(
      [onto("/dev/sdx"), onto("/dev/sdx", "--force"), ["apply", "--device", "/dev/sdx"]].map((verb) =>
        run(verb, io(changes)),
      ),
    );
const once =
  (changes: Partial<Listed>): Attempt =>
  ({ run }) =>
    run(onto("/dev/sdx"), io(changes));
/** A card that gives this error as soon as it is opened. */
const closed =
  (reason: string): Attempt =>
  ({ run }) =>
    run(onto("/dev/sdx"), {
      ...lists(stick),
      openDisk: (path, access) => {
        if (path === "/dev/sdx") throw new HostError(path, reason);
        return openDisk(path, access);
      },
    });
const asked =
  (answer: string | undefined): Attempt =>
  ({ run }) =>
    run(["flash", "--device", "/dev/sdx"], {
      ...io({}),
      ...(answer === undefined ? {} : { askShown: async () => answer }),
    });
const plain =
  (device: (at: Bench) => string): Attempt =>
  (at) =>
    at.run(onto(device(at)));

async function onWindows({ folder }: Bench): Promise<Ran> {
  const there = testIo();
  const profile = join(folder, "lab.yaml");
  const out = join(folder, "out");
  const options: FlashOptions = { profile, node: "dcn1", out, allow: [], format: "pretty", color: "never" };
  const code = await flashVerb(there, options, "win32");
  return { code, ...there.printed };
}

/** By what stands in the first column of the tables. */
const before: Readonly<Record<string, Attempt>> = {
  "a disk that the running system is on": always(child("/dev/sdx2", "/")),
  "a disk with its swap": always(child("/dev/sdx3", "[SWAP]")),
  "a device that is mounted": always(child("/dev/sdx1", "/media/me/bootfs")),
  "a card that is write-protected": always({ ro: true }),
  "a part of a disk": always({ type: "part" }),
  "a name that no device has": plain(() => "/dev/sdnone"),
  "a folder": plain(({ folder }) => folder),
  "an empty reader": once({ size: 0 }),
  "a card that is smaller than the image": once({ size: 4e6 }),
  "a disk of more than 2 TiB, without `--force`": once({ size: 3 * 1024 ** 4 }),
  "a disk that is built in, without `--force`": once({ rm: false, hotplug: false }),
  "no device, with a card in": ({ run }) => run(["flash"], io({})),
  "no device, and no card": ({ run }) => run(["flash"], io({ rm: false, hotplug: false })),
  "another name, when it asks for the device's": asked("sdb"),
  "no `--yes`, where nobody can be asked": asked(undefined),
  "a node of which there is no image yet": ({ run, image }) => {
    rmSync(image);
    return run(onto("/dev/sdx"), io({}));
  },
  "macOS or Windows": onWindows,
  "a device that somebody else uses": closed("EBUSY"),
  "a device that is not yours to write to": closed("EACCES"),
};

const trouble =
  (change: (disk: Disk) => Partial<Disk>): Attempt =>
  ({ run, card }) =>
    run(onto("/dev/sdx"), odd(card, change));
const rots = ({ write }: Disk): Partial<Disk> => ({
  write: (at, data) => write(at, at === 8 << 20 ? data.map((byte, index) => (index === 7 ? byte ^ 1 : byte)) : data),
});

const during: Readonly<Record<string, Attempt>> = {
  "it is pulled out": trouble(({ write }) => ({ write: (at, data) => (at > 4e6 ? fail("ENXIO") : write(at, data)) })),
  "it gives an error": trouble(() => ({ write: () => fail("EIO") })),
  "it is full before the image is": trouble(() => ({ write: () => fail("ENOSPC") })),
  "it gives back something else": trouble(rots),
  "it has less memory than it says": trouble(({ write }) => ({ write: (at, data) => at < 12e6 && write(at, data) })),
  "Ctrl-C": ({ run, card }) => run(onto("/dev/sdx"), { ...odd(card, () => ({})), interrupted: () => true }),
};

const tables = [
  { what: "before anything is written", attempts: before, rows: rowsBehind("### Cards") },
  { what: "while it is written", attempts: during, rows: rowsBehind("Some are seen only") },
];

test.each(tables)("every row of the table of what is refused $what is made here", ({ attempts, rows }) => {
  expect(Object.keys(attempts)).toEqual(rows.map(({ given }) => given));
});

const cases = tables.flatMap(({ attempts, rows }) => rows.map((row) => ({ row, attempt: attempts[row.given] })));

test.each(cases)("$row.given: $row.code", async ({ row, attempt }) => {
  const ran = await attempt?.(bench());
  for (const each of [ran ?? []].flat()) expectSaid(row, each);
  expect(ran).toBeDefined();
});
