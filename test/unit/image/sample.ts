import { format } from "../../../src/fat/format.ts";
import { type Sectors, sectorSize } from "../../../src/fat/sectors.ts";
import { foldersOf, openVolume } from "../../../src/fat/volume.ts";
import type { Disk } from "../../../src/host/disk.ts";
import type { Large } from "../../../src/image/large.ts";
import type { ImageId } from "../../../src/model/images.ts";

/** A disk in memory, with what was written to it, in order. */
export interface MemoryDisk extends Disk {
  readonly bytes: Uint8Array;
  readonly writes: { readonly offset: number; readonly length: number }[];
}

export function memoryDisk(bytes: Uint8Array): MemoryDisk {
  const writes: { offset: number; length: number }[] = [];
  return {
    bytes,
    writes,
    size: bytes.length,
    read: (offset, length) => bytes.slice(offset, offset + length),
    write(offset, data) {
      writes.push({ offset, length: data.length });
      bytes.set(data, offset);
    },
    grow: () => {
      throw new Error("nothing here makes a disk larger");
    },
    flush: () => undefined,
    close: () => undefined,
  };
}

export const firstSector = 2048;

/** Its pieces lie in the same memory, as those of a file do. */
export function largeOf(bytes: Uint8Array, pieceSize = 1536): Large {
  return {
    length: bytes.length,
    *pieces() {
      const room = new Uint8Array(pieceSize);
      for (let at = 0; at < bytes.length; at += pieceSize) {
        const piece = bytes.subarray(at, at + pieceSize);
        room.set(piece);
        yield room.subarray(0, piece.length);
      }
    },
    isMadeOf: (pieces) => Buffer.compare(Buffer.concat(Array.from(pieces, (each) => each.slice())), bytes) === 0,
  };
}

/** A stock image in little: an MBR, a FAT partition with these files, and a root file system of which every byte is 0xa5. */
export async function imageWith(
  files: Readonly<Record<string, string>>,
  { label = "bootfs", kind = "fat" as "fat" | "fat32", mebibytes = 8, clusterSize = 512 } = {},
): Promise<MemoryDisk> {
  const count = (mebibytes * 1024 * 1024) / sectorSize;
  const bytes = new Uint8Array((firstSector + count + 2048) * sectorSize);
  bytes.fill(0xa5, (firstSector + count) * sectorSize);
  bytes.set(bootRecord(0x0c, count));
  const sectors = slice(bytes, count);
  await format(sectors, { kind, clusterSize, label });
  const volume = await openVolume(sectors);
  for (const folder of foldersOf(Object.keys(files))) volume?.makeFolder(folder);
  for (const [path, text] of Object.entries(files)) volume?.write(path, new TextEncoder().encode(text));
  volume?.unmount();
  return memoryDisk(bytes);
}

function slice(bytes: Uint8Array, count: number): Sectors {
  const at = (sector: number) => (firstSector + sector) * sectorSize;
  return {
    count,
    read: (first, length) => bytes.subarray(at(first), at(first + length)),
    write: (first, data) => bytes.set(data, at(first)),
  };
}

/** Two partitions, as pi-gen and pi-gadget make them; the disk's signature is what root=PARTUUID is made of. */
export function bootRecord(type: number, count: number): Uint8Array {
  const record = new Uint8Array(sectorSize);
  const view = new DataView(record.buffer);
  view.setUint32(440, 0x1234abcd, true);
  for (const [at, entry] of [
    [446, { type, first: firstSector, count }],
    [462, { type: 0x83, first: firstSector + count, count: 2048 }],
  ] as const) {
    view.setUint8(at + 4, entry.type);
    view.setUint32(at + 8, entry.first, true);
    view.setUint32(at + 12, entry.count, true);
  }
  view.setUint16(510, 0xaa55, true);
  return record;
}

const seeds = { "user-data": "#cloud-config\n", "meta-data": "dsmode: local\n", "network-config": "version: 2\n" };

/** The layouts of facts/os-images.md, 1.1, 1.2 and 2.1, cut down to what the firmware and cloud-init read. */
export const stock = {
  "raspios-trixie": {
    label: "bootfs",
    files: {
      ...seeds,
      "config.txt":
        "# For more options see http://rptl.io/configtxt\nauto_initramfs=1\narm_64bit=1\n\n[cm5]\ndtoverlay=dwc2,dr_mode=host\n\n[all]\n",
      "cmdline.txt":
        "console=serial0,115200 console=tty1 root=PARTUUID=1234abcd-02 rootfstype=ext4 fsck.repair=yes rootwait resize\n",
      "kernel8.img": "kernel",
      initramfs8: "initramfs",
      "bcm2710-rpi-3-b.dtb": "tree",
      "overlays/a-rather-long-name.dtbo": "overlay",
    },
  },
  "ubuntu-24.04": {
    label: "system-boot",
    files: {
      ...seeds,
      "config.txt":
        "[all]\nkernel=vmlinuz\ncmdline=cmdline.txt\ninitramfs initrd.img followkernel\n\n[pi4]\nmax_framebuffers=2\n",
      "cmdline.txt":
        "console=serial0,115200 multipath=off dwc_otg.lpm_enable=0 console=tty1 root=LABEL=writable rootfstype=ext4 rootwait fixrtc\n",
      vmlinuz: "kernel",
      "initrd.img": "initramfs",
    },
  },
  "ubuntu-26.04": {
    label: "system-boot",
    files: {
      ...seeds,
      "config.txt":
        "[all]\nos_prefix=current/\nkernel=vmlinuz\ninitramfs initrd.img followkernel\n\n[tryboot]\nos_prefix=new/\n",
      "cmdline.txt": "root=LABEL=dead\n",
      "current/cmdline.txt":
        "console=serial0,115200 multipath=off dwc_otg.lpm_enable=0 console=tty1 root=LABEL=writable rootfstype=ext4 panic=10 rootwait fixrtc\n",
      "current/vmlinuz": "kernel",
      "current/initrd.img": "initramfs",
      "current/bcm2710-rpi-3-b.dtb": "tree",
    },
  },
} as const satisfies Partial<Record<ImageId, { label: string; files: Readonly<Record<string, string>> }>>;

/** What a card looks like to the editor. */
export const card = [
  { path: "boot/edgegen/node.txt", text: "dcn2\n" },
  { path: "boot/edgegen/status.txt", text: `${" ".repeat(4095)}\n` },
  { path: "boot/meta-data", text: "instance-id: dcn2-1\n" },
  { path: "boot/network-config", text: "version: 2\nethernets: {}\n" },
  { path: "boot/ssh", text: "" },
  { path: "boot/user-data", text: `#cloud-config\n# ${"ü".repeat(40_000)}\n` },
  { path: "cmdline.append", text: "cgroup_enable=memory cgroup_memory=1 ds=nocloud;i=dcn2-1\n" },
  { path: "config.append", text: "dtparam=watchdog=on\n" },
] as const;
