import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import type { Slot } from "../../src/boot/power.ts";
import { openDisk } from "../../src/host/node-disk.ts";
import { withBootPartition } from "../../src/image/boot-partition.ts";
import { readPartitions } from "../../src/image/partition-table.ts";

const diskOf = (slot: Slot) => `${slot.folder}/disk.img`;

/** The text of a file on the boot partition of a board that is off. */
export async function readBootFile(slot: Slot, path: string): Promise<string> {
  const disk = openDisk(diskOf(slot), "read");
  const { value } = await withBootPartition(disk, (partition) => partition.read(path));
  disk.close();
  return new TextDecoder().decode(value);
}

export async function changeBootFile(slot: Slot, path: string, change: (text: string) => string): Promise<void> {
  const disk = openDisk(diskOf(slot), "write");
  await withBootPartition(disk, (partition) => {
    const text = new TextDecoder().decode(partition.read(path));
    partition.write(path, new TextEncoder().encode(change(text)));
  });
  disk.close();
}

/** What fsck.fat and e2fsck find on the card of a board that was switched off cleanly; they change nothing. */
export function damage(slot: Slot): readonly string[] {
  const path = diskOf(slot);
  const disk = openDisk(path, "read");
  const [boot, root] = readPartitions(disk.read(0, 512)) ?? [];
  disk.close();
  if (boot === undefined || root === undefined) return ["the partition table is gone"];
  const work = mkdtempSync(join(tmpdir(), "edgegen-fsck-"));
  try {
    const fat = join(work, "fat");
    const bytes = [`skip=${boot.first * 512}`, `count=${boot.count * 512}`, "iflag=skip_bytes,count_bytes", "bs=1M"];
    execFileSync("dd", [`if=${path}`, `of=${fat}`, "conv=sparse", "status=none", ...bytes]);
    return [
      ...complaint(["fsck.fat", "-n", fat]),
      ...complaint(["e2fsck", "-fn", `${path}?offset=${root.first * 512}`]),
    ];
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/**
 * Leaves the root file system of a board whose power was cut as a cut may: some files are there and empty, others are not there. On a
 * copy of the partition, since e2fsck forgets an offset when it has replayed a journal.
 */
export function spoil(slot: Slot, emptied: readonly string[], removed: readonly string[]): void {
  const path = diskOf(slot);
  const disk = openDisk(path, "read");
  const root = readPartitions(disk.read(0, 512))?.[1];
  disk.close();
  if (root === undefined) throw new Error(`${path} has no second partition`);
  const copy = `${slot.folder}/root`;
  const dd = (...argv: string[]) => execFileSync("dd", ["bs=1M", "status=none", ...argv]);
  dd(
    `if=${path}`,
    `of=${copy}`,
    "conv=sparse",
    "iflag=skip_bytes,count_bytes",
    `skip=${root.first * 512}`,
    `count=${root.count * 512}`,
  );
  const env = { ...process.env, PATH: `${process.env["PATH"]}:/usr/sbin:/sbin` };
  // 1: it has mended something.
  const { status, stdout } = spawnSync("e2fsck", ["-fy", copy], { env, encoding: "utf8" });
  if (status === null || status > 1) throw new Error(`e2fsck: ${stdout}`);
  const empty = (file: string) => [`cd ${dirname(file)}`, `rm ${basename(file)}`, `write /dev/null ${basename(file)}`];
  const input = [...removed.map((file) => `rm ${file}`), ...emptied.flatMap(empty), "quit"].join("\n");
  execFileSync("debugfs", ["-w", copy], { env, input, stdio: "pipe" });
  dd(`if=${copy}`, `of=${path}`, "conv=notrunc", "oflag=seek_bytes", `seek=${root.first * 512}`);
  rmSync(copy);
}

function complaint([program = "", ...argv]: readonly string[]): readonly string[] {
  const env = { ...process.env, PATH: `${process.env["PATH"]}:/usr/sbin:/sbin` };
  const { status, stdout, stderr } = spawnSync(program, argv, { env, encoding: "utf8" });
  return status === 0 ? [] : [`${program}: ${stdout}${stderr}`];
}
