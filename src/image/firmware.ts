import type { Disk } from "../host/disk.ts";
import type { Result } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";
import type { Firmware, FirmwareFile } from "../model/firmware.ts";
import { type BootPartition, withBootPartition } from "./boot-partition.ts";
import { firmwareFiles } from "./firmware-files.ts";

/** The Pi 3B's tree, by the name that Raspberry Pi's kernels give it: the board that QEMU emulates. */
const deviceTree = "bcm2710-rpi-3-b.dtb";

/** What the firmware would read from this disk at the next power-on. */
export async function readFirmware(disk: Disk): Promise<Result<Firmware>> {
  const { value, diagnostics } = await withBootPartition(disk, firmwareOf);
  return value ?? { diagnostics };
}

function firmwareOf(partition: BootPartition): Result<Firmware> {
  const files = firmwareFiles(partition);
  const file = (path: string | undefined): FirmwareFile | undefined => {
    const data = path === undefined ? undefined : partition.read(path);
    return path === undefined || data === undefined ? undefined : { path, data };
  };
  const kernel = file(files?.kernel);
  const live = file(files?.cmdline);
  if (files === undefined || kernel === undefined || live === undefined) {
    const missing = files === undefined ? "config.txt" : kernel === undefined ? "kernel" : "cmdline.txt";
    return {
      diagnostics: [fault("image-unfit", `its boot partition has no ${missing}, so no Raspberry Pi would start it`)],
    };
  }
  const value: Firmware = {
    kernel,
    initrd: file(files.initramfs),
    deviceTree: file(files.deviceTree ?? files.under(deviceTree)),
    // The firmware reads the first line only.
    commandLine: { path: live.path, text: firstLine(new TextDecoder().decode(live.data)) },
  };
  return { value, diagnostics: [] };
}

const firstLine = (text: string) => text.split(/\r?\n/)[0]?.trim() ?? "";
