import { expect, test } from "vitest";
import type { Disk } from "../../../src/host/disk.ts";
import { withBootPartition } from "../../../src/image/boot-partition.ts";
import { putCard } from "../../../src/image/put-card.ts";
import type { ImageId } from "../../../src/model/images.ts";
import { card, firstSector, imageWith, largeOf, type MemoryDisk, stock } from "./sample.ts";

type Stock = keyof typeof stock;
const tokens = "cgroup_enable=memory cgroup_memory=1 ds=nocloud;i=dcn2-1";

const stockDisk = (image: Stock, changes: Readonly<Record<string, string | undefined>> = {}, mebibytes = 8) => {
  const files = Object.entries<string | undefined>({ ...stock[image].files, ...changes });
  const present = files.flatMap(([path, text]) => (text === undefined ? [] : [[path, text] as const]));
  return imageWith(Object.fromEntries(present), { label: stock[image].label, mebibytes });
};

async function textOf(disk: MemoryDisk, path: string): Promise<string | undefined> {
  const { value } = await withBootPartition(disk, (partition) => partition.read(path));
  return value && new TextDecoder().decode(value);
}

const live = {
  "raspios-trixie": "cmdline.txt",
  "ubuntu-24.04": "cmdline.txt",
  "ubuntu-26.04": "current/cmdline.txt",
} as const;
const known = Object.keys(stock) as readonly Stock[];

test.each(known)(
  "a card on %s: its files in the root, its words in the line that the firmware reads",
  async (image) => {
    const disk = await stockDisk(image);
    expect(await putCard(disk, { files: card, image })).toEqual([]);
    for (const { path, text } of card.filter((file) => file.path.startsWith("boot/")))
      expect(await textOf(disk, path.slice("boot/".length))).toBe(text);
    const before: Readonly<Record<string, string>> = stock[image].files;
    expect(await textOf(disk, live[image])).toBe(`${before[live[image]]?.trimEnd()} ${tokens}\n`);
    const block = "# edgegen begin\n[all]\ndtparam=watchdog=on\n# edgegen end\n";
    expect(await textOf(disk, "config.txt")).toBe(`${before["config.txt"]}${block}`);
  },
);

test.each(known)("a card that is on %s already changes no byte, another one replaces it", async (image) => {
  const disk = await stockDisk(image);
  await putCard(disk, { files: card, image });
  disk.writes.length = 0;
  expect(await putCard(disk, { files: card, image })).toEqual([]);
  expect(disk.writes).toEqual([]);
  const other = card.map(({ path, text }) => ({ path, text: text.replace("dcn2-1", "dcn2-2") }));
  expect(await putCard(disk, { files: other, image })).toEqual([]);
  expect(await textOf(disk, live[image])).toContain("ds=nocloud;i=dcn2-2");
  expect(await textOf(disk, live[image])).not.toContain("dcn2-1");
});

test("the dead command line in the root of Ubuntu 26.04 stays as it is, a staged one gets the words too", async () => {
  const disk = await stockDisk("ubuntu-26.04", { "new/cmdline.txt": "root=LABEL=writable ro\n" });
  expect(await putCard(disk, { files: card, image: "ubuntu-26.04" })).toEqual([]);
  expect(await textOf(disk, "cmdline.txt")).toBe("root=LABEL=dead\n");
  expect(await textOf(disk, "new/cmdline.txt")).toBe(`root=LABEL=writable ro ${tokens}\n`);
});

test("Ubuntu without its seed files takes a card: its cloud-init is there all the same", async () => {
  const disk = await stockDisk("ubuntu-24.04", { "user-data": undefined, "meta-data": undefined });
  expect(await putCard(disk, { files: card, image: "ubuntu-24.04" })).toEqual([]);
});

const refusals: readonly {
  what: string;
  on: Stock;
  as: ImageId;
  changes: Readonly<Record<string, string | undefined>>;
  says: string;
}[] = [
  {
    what: "no root=",
    on: "raspios-trixie",
    as: "raspios-trixie",
    changes: { "cmdline.txt": "quiet\n" },
    says: "cmdline.txt on its boot partition names no root= file system",
  },
  {
    what: "no root= in the staged line",
    on: "ubuntu-26.04",
    as: "ubuntu-26.04",
    changes: { "new/cmdline.txt": "" },
    says: "new/cmdline.txt on its",
  },
  {
    what: "no command line",
    on: "raspios-trixie",
    as: "raspios-trixie",
    changes: { "cmdline.txt": undefined },
    says: "config.txt names is not there",
  },
  {
    what: "no config.txt",
    on: "ubuntu-24.04",
    as: "ubuntu-24.04",
    changes: { "config.txt": undefined },
    says: "no image for a Raspberry Pi",
  },
  {
    what: "an old Raspberry Pi OS",
    on: "raspios-trixie",
    as: "raspios-trixie",
    changes: { "user-data": undefined, "meta-data": undefined },
    says: "no user-data and no meta-data",
  },
  {
    what: "another system's image",
    on: "ubuntu-24.04",
    as: "raspios-trixie",
    changes: {},
    says: "labelled system-boot, not bootfs",
  },
  {
    what: "a generic node",
    on: "ubuntu-24.04",
    as: "generic",
    changes: {},
    says: "the image generic is not put into one",
  },
];

test.each(refusals)("refused, and nothing written: $what", async ({ on, as, changes, says }) => {
  const disk = await stockDisk(on, changes);
  const diagnostics = await putCard(disk, { files: card, image: as });
  expect(diagnostics).toEqual([
    expect.objectContaining({ code: "image-unfit", message: expect.stringContaining(says) }),
  ]);
  expect(disk.writes).toEqual([]);
});

test.each([
  ["ubuntu-26.04", "ubuntu-24.04", "it is not Ubuntu Server 24.04 LTS for Raspberry Pi: it starts from a folder"],
  ["ubuntu-24.04", "ubuntu-26.04", "it is not Ubuntu Server 26.04 LTS for Raspberry Pi: it starts from its root"],
] as const)("an image of %s is refused for %s, but by an emulated board", async (on, as, says) => {
  const disk = await stockDisk(on);
  const [diagnostic] = await putCard(disk, { files: card, image: as, board: "pi-4b" });
  expect(diagnostic?.message).toContain(says);
  expect(disk.writes).toEqual([]);
  expect(await putCard(disk, { files: card, image: on, board: "pi-4b" })).toEqual([]);
  expect(await putCard(await stockDisk(on), { files: card, image: as })).toEqual([]);
});

test("a card that does not fit is refused before anything is written", async () => {
  const disk = await stockDisk("raspios-trixie", {}, 5);
  const payload = { path: "boot/edgegen/payload/k3s", text: "k".repeat(5_200_000) };
  const [diagnostic] = await putCard(disk, { files: [...card, payload], image: "raspios-trixie" });
  expect(diagnostic?.message).toMatch(/^its boot partition has \d+ KiB free, the card needs \d+ KiB$/);
  expect(disk.writes).toEqual([]);
});

test("what a card brings along is named with its sizes where it does not fit, and Ubuntu's updates keep their room", async () => {
  const payload = ["k3s-arm64", "k3s-airgap-images-arm64.tar.zst"].map((name, at) => ({
    path: `boot/edgegen/payload/${name}`,
    content: largeOf(new Uint8Array(1024 * (300 + at))),
  }));
  const [crowded, updated] = [await stockDisk("raspios-trixie", {}, 1), await stockDisk("ubuntu-26.04")];
  const own = card.filter(({ path }) => !path.endsWith("user-data"));
  for (const [disk, image] of [
    [crowded, "raspios-trixie"],
    [updated, "ubuntu-26.04"],
  ] as const) {
    const [diagnostic] = await putCard(disk, {
      files: [...own, ...payload, ...payload.map((each) => ({ ...each, path: `${each.path}.2` }))],
      image,
    });
    expect(diagnostic?.notes.at(-1)?.message).toContain("k3s-arm64 300 KiB, k3s-airgap-images-arm64.tar.zst 301 KiB");
    expect(disk.writes).toEqual([]);
  }
});

test("a card that fills the partition fits a second time: what it replaces gives its room back", async () => {
  const disk = await stockDisk("raspios-trixie", {}, 5);
  const payload = (letter: string) => ({ path: "boot/edgegen/payload/k3s", text: letter.repeat(4_500_000) });
  expect(await putCard(disk, { files: [...card, payload("a")], image: "raspios-trixie" })).toEqual([]);
  expect(await putCard(disk, { files: [...card, payload("b")], image: "raspios-trixie" })).toEqual([]);
});

test("text that is not UTF-8 is not guessed at", async () => {
  const disk = await stockDisk("raspios-trixie");
  const latin1 = Uint8Array.from(Buffer.from("# f\xfcr\n", "latin1"));
  await withBootPartition(disk, (partition) => partition.write("config.txt", latin1));
  disk.writes.length = 0;
  const [diagnostic] = await putCard(disk, { files: card, image: "raspios-trixie" });
  expect(diagnostic?.message).toBe("config.txt on its boot partition is not UTF-8 text");
  expect(disk.writes).toEqual([]);
});

test("a disk that does not keep what is written to it is noticed", async () => {
  const disk = await stockDisk("raspios-trixie");
  const forgetful = {
    ...disk,
    write: (offset: number, data: Uint8Array) => disk.write(offset, data.slice().fill(0x58, 100)),
  };
  const diagnostics = await putCard({ ...forgetful }, { files: card, image: "raspios-trixie" });
  expect(diagnostics.length).toBeGreaterThan(0);
});

const onFat32 = async () => {
  const disk = await imageWith(stock["raspios-trixie"].files, { kind: "fat32", mebibytes: 34 });
  const boot = new DataView(disk.bytes.buffer, firstSector * 512, 512);
  const [reserved, length] = [boot.getUint16(14, true), boot.getUint32(36, true)];
  const at = (sector: number) => (firstSector + sector) * 512;
  return { disk, info: at(1), secondTable: [at(reserved + length), at(reserved + 2 * length)] as const };
};

test("a disk that loses the second copy of the allocation table is noticed", async () => {
  const { disk, secondTable } = await onFat32();
  const forgetful: Disk = {
    ...disk,
    write: (offset, data) =>
      offset < secondTable[0] || offset >= secondTable[1] ? disk.write(offset, data) : undefined,
  };
  const found = await putCard(forgetful, { files: card, image: "raspios-trixie" });
  expect(found.map(({ message }) => message)).toEqual(["its allocation table does not read back as it was written"]);
});

test("a count of free clusters that is wrong, and a second table that differs, are put right on the way", async () => {
  const { disk, info, secondTable } = await onFat32();
  new DataView(disk.bytes.buffer).setUint32(info + 488, 12, true);
  disk.bytes.fill(0x33, secondTable[0] + 400, secondTable[0] + 404);
  expect(await putCard(disk, { files: card, image: "raspios-trixie" })).toEqual([]);
  const { value } = await withBootPartition(disk, (partition) => partition.isSound());
  expect(value).toBe(true);
});

test("files that share their place are left to a person, and nothing is written", async () => {
  const { disk } = await onFat32();
  const root = Buffer.from(disk.bytes.buffer).indexOf("CMDLINE TXT");
  const other = Buffer.from(disk.bytes.buffer).indexOf("CONFIG  TXT");
  disk.bytes.copyWithin(other + 26, root + 26, root + 28);
  const [diagnostic] = await putCard(disk, { files: card, image: "raspios-trixie" });
  expect(diagnostic?.message).toMatch(/^the file system of its boot partition cannot be used: .* shares its place/);
  expect(disk.writes).toEqual([]);
});

test("an image that is none is refused in the words of its partition table", async () => {
  const disk = await stockDisk("raspios-trixie");
  disk.bytes.fill(0, 0, 512);
  expect((await putCard(disk, { files: card, image: "raspios-trixie" }))[0]?.code).toBe("not-an-image");
});
