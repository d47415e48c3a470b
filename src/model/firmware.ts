/** What the Raspberry Pi's firmware takes from the boot partition and hands to the processor. */
export interface Firmware {
  readonly kernel: FirmwareFile;
  readonly initrd: FirmwareFile | undefined;
  /** The device tree of a Pi 3B, when the partition has it. */
  readonly deviceTree: FirmwareFile | undefined;
  /** The live cmdline.txt, and its one line. */
  readonly commandLine: { readonly path: string; readonly text: string };
}

export interface FirmwareFile {
  /** Below the root of the boot partition. */
  readonly path: string;
  readonly data: Uint8Array;
}
