/** What is known of an operating-system image: the single table behind network renderer, user groups and kernel rules. */
export interface OsImage {
  readonly title: string;
  /** The file that its makers publish, and where it is to be had; undefined: whichever it is. */
  readonly published: { readonly file: string; readonly at: string } | undefined;
  /** Who applies network-config on this image (facts: NetworkManager on Raspberry Pi OS, networkd on Ubuntu server). */
  readonly renderer: "NetworkManager" | "networkd";
  /** Label of the FAT partition that holds the seed; CIDATA is the NoCloud datasource's own. */
  readonly seedLabel: "bootfs" | "system-boot" | "CIDATA";
  /** Where that partition is mounted on the running node; undefined: the node mounts it when it needs it. */
  readonly bootMount: "/boot/firmware" | undefined;
  /** Its kernel may lack the legacy iptables modules (6.17 and later), which Rancher up to 2.14 needs. */
  readonly kernelMayLackIptables: boolean;
  /**
   * MiB that a fresh image's boot partition has to spare for what a card brings along, with room left for the system's own updates: of
   * 512 MiB, about a fifth is in use on Raspberry Pi OS and a third on Ubuntu, which from 25.10 on wants 200 MB more (facts).
   */
  readonly payloadMiB: number;
  /** Made for Raspberry Pi boards: it has config.txt and cmdline.txt. */
  readonly pi: boolean;
  /** Groups that an administrator is in by the image's own habit; not `lxd`, which is root by another door. */
  readonly adminGroups: readonly string[];
}

export const images = {
  "raspios-trixie": {
    title: "Raspberry Pi OS Lite 64-bit (trixie, 2025-11-24 or later)",
    published: {
      file: "DATE-raspios-trixie-arm64-lite.img.xz",
      at: "https://www.raspberrypi.com/software/operating-systems/",
    },
    renderer: "NetworkManager",
    seedLabel: "bootfs",
    bootMount: "/boot/firmware",
    kernelMayLackIptables: true,
    payloadMiB: 320,
    pi: true,
    adminGroups: [
      "adm",
      "dialout",
      "audio",
      "users",
      "sudo",
      "video",
      "plugdev",
      "input",
      "gpio",
      "spi",
      "i2c",
      "netdev",
      "render",
    ],
  },
  "ubuntu-24.04": {
    title: "Ubuntu Server 24.04 LTS for Raspberry Pi",
    published: {
      file: "ubuntu-24.04.N-preinstalled-server-arm64+raspi.img.xz",
      at: "https://cdimage.ubuntu.com/releases/24.04/release/",
    },
    renderer: "networkd",
    seedLabel: "system-boot",
    bootMount: "/boot/firmware",
    kernelMayLackIptables: false,
    payloadMiB: 200,
    pi: true,
    adminGroups: ["adm", "cdrom", "dip", "sudo"],
  },
  "ubuntu-26.04": {
    title: "Ubuntu Server 26.04 LTS for Raspberry Pi",
    published: {
      file: "ubuntu-26.04.N-preinstalled-server-arm64+raspi.img.xz",
      at: "https://cdimage.ubuntu.com/releases/26.04/release/",
    },
    renderer: "networkd",
    seedLabel: "system-boot",
    bootMount: "/boot/firmware",
    kernelMayLackIptables: true,
    payloadMiB: 120,
    pi: true,
    adminGroups: ["adm", "cdrom", "dip", "sudo"],
  },
  generic: {
    title: "any image with cloud-init and the NoCloud datasource",
    published: undefined,
    renderer: "networkd",
    seedLabel: "CIDATA",
    bootMount: undefined,
    kernelMayLackIptables: false,
    payloadMiB: 1024,
    pi: false,
    adminGroups: ["adm", "sudo"],
  },
} as const satisfies Record<string, OsImage>;

export type ImageId = keyof typeof images;
export const imageIds = Object.keys(images) as readonly ImageId[];
