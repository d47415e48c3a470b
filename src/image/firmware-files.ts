import type { BootFiles } from "./boot-partition.ts";
import { type BootSettings, bootSettings } from "./config-txt.ts";

/** The files that the Pi's firmware reads at the next boot. Each is a path on the partition at which there is a file. */
export interface FirmwareFiles {
  readonly cmdline: string | undefined;
  /** The command line that an Ubuntu A/B update has staged for the boot after it. */
  readonly staged: string | undefined;
  readonly kernel: string | undefined;
  readonly initramfs: string | undefined;
  /** Only what config.txt names; `under` finds a board's own. */
  readonly deviceTree: string | undefined;
  /** Where the firmware finds a name: `bcm2710-rpi-3-b.dtb`. */
  readonly under: (name: string) => string | undefined;
}

/** Undefined: there is no config.txt, without which no image for a Raspberry Pi comes. */
export function firmwareFiles(partition: BootFiles): FirmwareFiles | undefined {
  const config = partition.read("config.txt");
  if (config === undefined) return undefined;
  const settings = bootSettings(new TextDecoder().decode(config));
  const under = (name: string | undefined) => (name === undefined ? undefined : find(partition, settings, name));
  const [cmdline, staged] = [under(settings.cmdline), `new/${settings.cmdline}`];
  return {
    cmdline,
    staged: staged !== cmdline && isFile(partition, staged) ? staged : undefined,
    kernel: under(settings.kernel),
    initramfs: under(settings.initramfs),
    deviceTree: under(settings.deviceTree),
    under,
  };
}

/** The firmware ignores a prefix under which it finds no boot files. */
function find(partition: BootFiles, { prefix }: BootSettings, name: string): string | undefined {
  return [`${prefix}${name}`, name].find((path) => isFile(partition, path));
}

const isFile = (partition: BootFiles, path: string) => partition.stat(path)?.kind === "file";
