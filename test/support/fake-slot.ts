import type { ConsoleEvent } from "../../src/boot/console.ts";
import type { Slot } from "../../src/boot/power.ts";
import type { Disk } from "../../src/host/disk.ts";
import { HostError } from "../../src/host/host.ts";
import { type FakeQemu, type FakeQemuOptions, fakeQemu } from "./fake-qemu.ts";

export interface FakeSlot {
  readonly slot: Slot;
  readonly qemu: FakeQemu;
  /** Everything that the console said, of all boots. */
  readonly console: { text: string };
  /** What was put beside the disk, by path. */
  readonly files: ReadonlyMap<string, string>;
  readonly told: readonly ConsoleEvent[];
}

/** A board in memory. Its boot partition has another kernel and another command line each time it is read. */
export function fakeSlot(options: Omit<FakeQemuOptions, "console">, change: Partial<Slot> = {}): FakeSlot {
  const console = { text: "" };
  const files = new Map<string, string>();
  const told: ConsoleEvent[] = [];
  const qemu = fakeQemu({
    ...options,
    console: (_, text) => {
      console.text += text;
    },
  });
  let reads = 0;
  const slot: Slot = {
    processes: qemu,
    openDisk: (path) => consoleDisk(path, console.text),
    writeFile: async (path, data) => void files.set(path, new TextDecoder().decode(data)),
    folder: "out/lab.boot/dcn1",
    machine: "virt",
    memoryMiB: 2048,
    network: { kind: "closed", subnet: "10.1.40.0/24", gateway: "10.1.40.1", address: "10.1.40.22" },
    mac: "d8:3a:dd:00:00:02",
    clock: undefined,
    enter: [],
    firmware: async () => {
      reads += 1;
      const kernel = { path: "vmlinuz", data: new TextEncoder().encode(`kernel ${reads}`) };
      const commandLine = { path: "cmdline.txt", text: `root=LABEL=writable boot=${reads}` };
      return { kernel, initrd: undefined, deviceTree: undefined, commandLine };
    },
    tell: (event) => void told.push(event),
    interrupted: () => false,
    ...change,
  };
  return { slot, qemu, console, files, told };
}

function consoleDisk(path: string, text: string): Disk {
  if (path !== "out/lab.boot/dcn1/console.log") throw new HostError(path, "ENOENT");
  const bytes = new TextEncoder().encode(text);
  const never = () => {
    throw new Error("only QEMU writes the console");
  };
  return {
    size: bytes.length,
    read: (offset, length) => bytes.subarray(offset, offset + length),
    write: never,
    grow: never,
    flush: never,
    close: () => undefined,
  };
}
