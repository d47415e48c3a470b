import { expect, test } from "vitest";
import { withBootPartition } from "../../../src/image/boot-partition.ts";
import { firmwareFiles } from "../../../src/image/firmware-files.ts";
import { imageWith, stock } from "./sample.ts";

const dtb = "bcm2710-rpi-3-b.dtb";

async function seen(files: Readonly<Record<string, string>>) {
  const { value } = await withBootPartition(await imageWith(files), (partition) => {
    const found = firmwareFiles(partition);
    if (found === undefined) return undefined;
    const { under, ...paths } = found;
    return { ...paths, board: under(dtb) };
  });
  return value;
}

test("what the firmware reads from the stock images", async () => {
  expect(await seen(stock["raspios-trixie"].files)).toEqual({
    cmdline: "cmdline.txt",
    staged: undefined,
    kernel: "kernel8.img",
    initramfs: "initramfs8",
    deviceTree: undefined,
    board: dtb,
  });
  expect(await seen(stock["ubuntu-24.04"].files)).toMatchObject({
    cmdline: "cmdline.txt",
    kernel: "vmlinuz",
    initramfs: "initrd.img",
  });
  expect(await seen(stock["ubuntu-26.04"].files)).toEqual({
    cmdline: "current/cmdline.txt",
    staged: undefined,
    kernel: "current/vmlinuz",
    initramfs: "current/initrd.img",
    deviceTree: undefined,
    board: `current/${dtb}`,
  });
});

/** The cases of test/node/test_cmdline.py. */
test.each([
  [
    "with a staged update",
    { "config.txt": "os_prefix=current/\n", "current/cmdline.txt": "", "new/cmdline.txt": "" },
    "current/cmdline.txt",
    "new/cmdline.txt",
  ],
  [
    "upper case, another name",
    { "CONFIG.TXT": "[PI4]\ncmdline=pi4.txt\n[ALL]\nCMDLINE=Other.txt\n", "other.TXT": "" },
    "Other.txt",
    undefined,
  ],
  [
    "a prefix with nothing under it",
    { "config.txt": "os_prefix=gone/\n", "CMDLINE.TXT": "" },
    "cmdline.txt",
    undefined,
  ],
  [
    "a prefix that is not a folder",
    { "config.txt": "os_prefix=a-\n", "a-cmdline.txt": "" },
    "a-cmdline.txt",
    undefined,
  ],
  ["a folder in the place of the file", { "config.txt": "", "cmdline.txt/x": "" }, undefined, undefined],
  ["nothing to boot", { "config.txt": "kernel=none.img\n" }, undefined, undefined],
] as const)("the command line that is live: %s", async (_, files, cmdline, staged) => {
  expect(await seen(files)).toMatchObject({ cmdline, staged });
});

test("without config.txt it is no boot partition of a Pi", async () => {
  expect(await seen({ "cmdline.txt": "root=x\n" })).toBeUndefined();
});
