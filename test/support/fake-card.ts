import type { Io } from "../../src/cli/io.ts";
import type { Disk } from "../../src/host/disk.ts";
import { HostError } from "../../src/host/host.ts";
import { openDisk } from "../../src/host/node-disk.ts";
import { nodeHost } from "../../src/host/node-host.ts";
import { nodeProcesses } from "../../src/host/node-processes.ts";

/** What lsblk says of a disk. */
export interface Listed {
  readonly [key: string]: unknown;
  readonly children?: readonly Listed[];
}
/** A card in a reader on USB, as Linux sees it. */
export const stick: Listed = {
  name: "/dev/sdx",
  type: "disk",
  size: 32e9,
  rm: true,
  hotplug: true,
  ro: false,
  tran: "usb",
  vendor: "Maker ",
  model: "Reader",
  mountpoint: null,
};
/** A computer that has these disks, of which /dev/sdx is one. */
export const lists = (...blockdevices: readonly Listed[]): Partial<Io> => ({
  processes: { ...nodeProcesses(), run: async () => ({ code: 0, out: JSON.stringify({ blockdevices }), err: "" }) },
  host: {
    ...nodeHost(),
    stat: async (path) => (path === "/dev/sdx" ? { kind: "other", mode: 0o660 } : nodeHost().stat(path)),
  },
});

/** A card, of which this file is the memory, that does something of its own. */
export function odd(card: string, change: (disk: Disk, access: string) => Partial<Disk>): Partial<Io> {
  const opened = (path: string, access: "read" | "write" | "copy") => {
    if (path !== "/dev/sdx") return openDisk(path, access);
    const disk = openDisk(card, access);
    return { ...disk, ...change(disk, access) };
  };
  return { ...lists(stick), openDisk: opened };
}

export const fail = (reason: string): never => {
  throw new HostError("/dev/sdx", reason);
};
