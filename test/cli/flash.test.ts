import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import type { FlashOptions } from "../../src/cli/commands/flash.ts";
import type { Io } from "../../src/cli/io.ts";
import { flashVerb } from "../../src/cli/verbs/flash.ts";
import type { Disk } from "../../src/host/disk.ts";
import { HostError } from "../../src/host/host.ts";
import { openDisk } from "../../src/host/node-disk.ts";
import { bootBench, ubuntu } from "../support/boot-bench.ts";
import { bootFileOf } from "../support/boot-files.ts";
import { fail, type Listed, lists, odd, stick } from "../support/fake-card.ts";
import { testIo } from "../support/test-io.ts";
import type { Workplace } from "../support/workplace.ts";

let place: Workplace | undefined;
const loops: string[] = [];
afterEach(() => {
  for (const loop of loops.splice(0)) spawnSync("losetup", ["-d", loop]);
  place?.remove();
  place = undefined;
});

/** With an image of dcn1, which `image` need not have made. */
function bench() {
  const made = bootBench();
  place = made;
  const images = join(made.folder, "out/lab.img");
  mkdirSync(images);
  const image = join(images, "dcn1.img");
  writeFileSync(image, ubuntu);
  const flash = (args: readonly string[], more: Partial<Io> = {}) =>
    made.run(["flash", "--node", "dcn1", "--out", join(made.folder, "out"), ...args], more);
  return { ...made, image, flash, card: join(made.folder, "card.img") };
}

const isImage = (path: string) => Buffer.compare(readFileSync(path).subarray(0, ubuntu.length), ubuntu) === 0;

test("onto a file: written, read back, and its checksum told", async () => {
  const at = bench();
  const { code, out, err } = await at.flash(["--device", at.card, "--yes"]);
  expect(err).toBe("");
  expect(code).toBe(0);
  const sum = createHash("sha256").update(ubuntu).digest("hex");
  expect(out).toBe(`${at.card}  the card of dcn1, read back: sha256 ${sum}\n`);
  expect(isImage(at.card)).toBe(true);
});

test("a file that is larger, and full of something, is overwritten as far as the image goes", async () => {
  const at = bench();
  writeFileSync(at.card, Buffer.alloc(ubuntu.length + 1000, "z"));
  expect((await at.flash(["--device", at.card, "--yes"])).code).toBe(0);
  expect(isImage(at.card)).toBe(true);
  expect(readFileSync(at.card).subarray(ubuntu.length).toString()).toBe("z".repeat(1000));
});

test.each([
  ["its path", (card: string) => card, 0],
  ["its name", () => "card.img\n", 0],
  ["another name", () => "sdb", 2],
  ["nothing", () => "", 2],
  ["Ctrl-C", () => undefined, 2],
] as const)("the device's name is asked for: %s", async (_what, answer, wanted) => {
  const at = bench();
  const asked: string[] = [];
  const askShown = async (question: string) => {
    asked.push(question);
    return answer(at.card);
  };
  const { code, err } = await at.flash(["--device", at.card], { askShown });
  expect(code).toBe(wanted);
  expect(asked.join()).toContain(`Everything on ${at.card} will be replaced`);
  expect(existsSync(at.card)).toBe(wanted === 0);
  if (wanted !== 0) expect(err).toContain("error[not-confirmed]");
});

test("where nobody can be asked, --yes is needed", async () => {
  const at = bench();
  const { code, err } = await at.flash(["--device", at.card]);
  expect(code).toBe(2);
  expect(err).toContain("error[not-confirmed]: nobody confirmed");
});

const refused: readonly (readonly [what: string, Partial<Listed>, says: string, insisted: boolean])[] = [
  [
    "the running system",
    { children: [{ name: "/dev/sdx2", mountpoint: "/" }] },
    "the running system is on it: /dev/sdx2 is mounted at /",
    true,
  ],
  ["its swap", { children: [{ name: "/dev/sdx3", mountpoint: "[SWAP]" }] }, "/dev/sdx3 is its swap", true],
  [
    "below a part",
    {
      children: [
        { name: "/dev/sdx1", mountpoint: null, children: [{ name: "/dev/mapper/root", mountpoint: "/home" }] },
      ],
    },
    "/dev/mapper/root is mounted at /home",
    true,
  ],
  [
    "mounted",
    { children: [{ name: "/dev/sdx1", mountpoint: "/media/me/bootfs" }] },
    "it is mounted: /dev/sdx1 at /media/me/bootfs",
    true,
  ],
  ["write-protected", { ro: true }, "it is write-protected", true],
  ["an empty reader", { size: 0 }, "there is no card in it", true],
  ["too small", { size: 4e6 }, "it has 4.0 MB, the image 10.5 MB", true],
  ["a part of a disk", { type: "part" }, "it is a part of a disk", true],
  ["too large", { size: 3 * 1024 ** 4 }, "3.3 TB is too large for a card", false],
  ["built in", { rm: false, hotplug: false }, "it is built into this computer", false],
];
test.each(refused)("refused: %s", async (_what, changes, says, insisted) => {
  const at = bench();
  const openNone = (path: string, access: "read" | "write" | "copy") => {
    if (path === "/dev/sdx") throw new HostError(path, "ENXIO");
    return openDisk(path, access);
  };
  const io = { ...lists({ ...stick, ...changes }), openDisk: openNone };
  const { code, err } = await at.flash(["--device", "/dev/sdx", "--yes"], io);
  expect(code).toBe(3);
  expect(err).toContain("/dev/sdx: error[device-refused]");
  expect(err).toContain(says);
  const force = await at.flash(["--device", "/dev/sdx", "--yes", "--force"], io);
  expect(force.err).toContain(insisted ? says : "error[card-failed]: it is gone");
});

test("without --device what looks like a card is listed, and nothing else", async () => {
  const disk = { ...stick, name: "/dev/sda", rm: false, hotplug: false };
  const { code, out, err } = await bench().flash([], lists(disk, stick, { ...stick, name: "/dev/sdy", size: 0 }));
  expect(code).toBe(3);
  expect(out).toBe("What looks like a card:\n  /dev/sdx         32.0 GB  Maker Reader usb\n");
  expect(err).toContain("onto which of them? --device /dev/sdx");
  const none = await bench().flash([], lists(disk));
  expect(none.err).toContain("there is nothing here that looks like a card");
});

const troubles: readonly (readonly [what: string, (disk: Disk) => Partial<Disk>, says: string])[] = [
  [
    "pulled out",
    ({ write }) => ({ write: (at, data) => (at > 4e6 ? fail("ENXIO") : write(at, data)) }),
    "it is gone: it was pulled out (ENXIO)",
  ],
  ["a write error", () => ({ write: () => fail("EIO") }), "it gave an error: it is worn or counterfeit"],
  [
    "an error when it is flushed",
    ({ close }) => ({
      close: () => {
        close();
        fail("EIO");
      },
    }),
    "it gave an error",
  ],
  ["full too early", () => ({ write: () => fail("ENOSPC") }), "it is smaller than it says"],
  ["writes nothing", () => ({ write: () => undefined }), "and does not keep what is written"],
  [
    "spoils a bit",
    ({ write }) => ({
      write: (at, data) =>
        write(at, at === 8 << 20 ? data.map((byte, index) => (index === 7 ? byte ^ 1 : byte)) : data),
    }),
    "it does not read back as it was written, 8 MB from its start",
  ],
  [
    "lies about its size",
    ({ write }) => ({ write: (at, data) => at < 12e6 && write(at, data) }),
    "such cards are sold as larger ones",
  ],
];
test.each(troubles)("said clearly, with exit 3: a card that is %s", async (_what, change, says) => {
  const at = bench();
  writeFileSync(at.card, "");
  truncateSync(at.card, 32 << 20);
  const { code, err } = await at.flash(["--device", "/dev/sdx", "--yes"], odd(at.card, change));
  expect(code).toBe(3);
  expect(err).toContain("/dev/sdx: error[card-failed]: ");
  expect(err).toContain(says);
});

test("interrupted, it says what is on the card then", async () => {
  const at = bench();
  const { code, err } = await at.flash(["--device", at.card, "--yes"], { interrupted: () => true });
  expect(code).toBe(3);
  expect(err).toContain("error[interrupted]: interrupted: what is on it now is no whole image");
});

test("without an image it is said how one is made; a folder, and a device that is not there, are refused", async () => {
  const at = bench();
  expect((await at.flash(["--device", at.folder, "--yes"])).err).toContain("it is neither a disk nor a file");
  expect((await at.flash(["--device", "/dev/sdnone", "--yes"])).err).toContain("there is no such device");
  rmSync(at.image);
  const { code, err } = await at.flash(["--device", at.card, "--yes"]);
  expect(code).toBe(3);
  expect(err).toContain(
    `edgegen image --profile ${at.profile} --out ${join(at.folder, "out")} --node dcn1 --base IMG makes it`,
  );
});

test.each([
  ["darwin", "sudo dd if="],
  ["win32", "choose "],
])("on %s it names the tool and the files", async (platform, says) => {
  const at = bench();
  const io = testIo();
  const options: FlashOptions = {
    profile: at.profile,
    node: "dcn1",
    out: join(at.folder, "out"),
    allow: [],
    format: "pretty",
    color: "never",
  };
  expect(await flashVerb(io, options, platform)).toBe(3);
  expect(io.printed.err).toContain("out/lab.img/os-list.json");
  expect(io.printed.err).toContain(says);
  expect(io.printed.err).toContain(at.image);
});

/** Only as root, and only on a file that this test has made. */
test.runIf(process.getuid?.() === 0 && existsSync("/dev/loop-control"))(
  "a whole card, end to end, on a loop device",
  async () => {
    const at = bench();
    await at.run(["image", "--out", join(at.folder, "out"), "--base", at.base, "--node", "dcn1"]);
    writeFileSync(at.card, Buffer.alloc(24 << 20, "old"));
    const loop = spawnSync("losetup", ["--find", "--show", at.card], { encoding: "utf8" }).stdout.trim();
    expect(loop).toMatch(/^\/dev\/loop\d+$/);
    loops.push(loop);
    const { code, out, err } = await at.flash(["--device", loop, "--yes"]);
    expect(code, err).toBe(0);
    expect(out).toContain(`${loop}  the card of dcn1, read back: sha256 `);
    expect(Buffer.compare(readFileSync(at.card).subarray(0, ubuntu.length), readFileSync(at.image))).toBe(0);
    const applied = await at.run(["apply", "--node", "dcn2", "--device", loop, "--out", join(at.folder, "out")]);
    expect(applied.code, applied.err).toBe(0);
    expect(await bootFileOf(at.card, "edgegen/node.txt")).toContain("dcn2");
    spawnSync("losetup", ["-d", loop]);
    const small = join(at.folder, "small.img");
    writeFileSync(small, Buffer.alloc(1 << 20));
    const other = spawnSync("losetup", ["--find", "--show", small], { encoding: "utf8" }).stdout.trim();
    loops.push(other);
    expect((await at.flash(["--device", other, "--yes"])).err).toContain("it has 1.0 MB, the image 10.5 MB");
  },
);
