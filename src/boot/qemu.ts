import type { Machine } from "./machine.ts";

/** What the guest's Ethernet is plugged into. */
export type Network =
  | Closed
  /** A tap device of a network that somebody else made and answers for. */
  | { readonly kind: "tap"; readonly device: string };

/**
 * QEMU's own network. It answers as the gateway; nothing that the guest sends reaches this machine or goes beyond it (`restrict`),
 * and only this machine reaches the guest's sshd.
 */
interface Closed {
  readonly kind: "closed";
  readonly subnet: string;
  readonly gateway: string;
  readonly address: string;
  /** What the guest may reach after all: each connection to this address is one to the command's standard input and output. */
  readonly mirror?: { readonly address: string; readonly port: number; readonly command: string };
}

export interface Hardware {
  readonly machine: Machine;
  /** A raspi3b has 1024, whatever is asked for. */
  readonly memoryMiB: number;
  readonly network: Network;
  readonly mac: string;
  /** Where the clock stands at power-on, as `-rtc base=` takes it; a raspi3b has no clock. */
  readonly clock: string | undefined;
  readonly disk: string;
  readonly console: string;
  readonly kernel: string;
  readonly initrd: string | undefined;
  readonly deviceTree: string | undefined;
  readonly commandLine: string;
  /** Whether this QEMU can leave the device tree without random numbers. */
  readonly omitRandomness: boolean;
}

export const program = "qemu-system-aarch64";

/** Asks QEMU what -M virt can be told. */
export const virtOptions = [program, "-M", "virt,help"] as const;

/** QEMU can from 7.1 on. */
export const canOmitRandomness = (help: string): boolean => /^\s*dtb-randomness=/m.test(help);

/** QEMU's arguments (qemu-system-aarch64(1)). It speaks QMP on its standard input and output. */
export function qemuArguments(hardware: Hardware): readonly string[] {
  return [
    program,
    ...board(hardware),
    ...["-display", "none", "-no-reboot", "-qmp", "stdio"],
    ...["-netdev", netdev(hardware.network)],
    ...["-chardev", `file,id=console,append=on,path=${option(hardware.console)}`],
    ...["-kernel", hardware.kernel],
    ...(hardware.initrd === undefined ? [] : ["-initrd", hardware.initrd]),
    ...["-append", [consoleOf(hardware.machine, hardware.commandLine), ...quirks[hardware.machine]].join(" ")],
  ];
}

function board(hardware: Hardware): readonly string[] {
  const disk = `file=${option(hardware.disk)},format=raw`;
  const nic = `netdev=lan,mac=${hardware.mac}`;
  if (hardware.machine === "virt") {
    // A kernel that is given a seed for the layout of its memory isolates its page tables (arch/arm64/kernel/cpufeature.c), which a Pi
    // 4's processor does not need; and QEMU then forgets every translation at every system call: a boot takes half as long again.
    // Entropy comes from a generator, as on the board.
    const virt = hardware.omitRandomness ? "virt,dtb-randomness=off" : "virt";
    return [
      ...["-M", virt, "-cpu", "cortex-a72", "-smp", "2", "-m", String(hardware.memoryMiB)],
      ...["-drive", `${disk},if=none,id=card`, "-device", "virtio-blk-pci,drive=card"],
      ...["-device", `virtio-net-pci,${nic},romfile=`, "-device", "virtio-rng-pci"],
      ...["-serial", "chardev:console"],
      ...(hardware.clock === undefined ? [] : ["-rtc", `base=${hardware.clock}`]),
    ];
  }
  // Its second UART is the one on the pins. One thing on USB only: a second one needs a hub, with which Linux's dwc2 driver and
  // QEMU's do not always get on.
  return [
    ...["-M", "raspi3b", "-drive", `${disk},if=sd`, "-device", `usb-net,${nic}`],
    ...(hardware.deviceTree === undefined ? [] : ["-dtb", hardware.deviceTree]),
    ...["-serial", "null", "-serial", "chardev:console"],
  ];
}

function netdev(network: Network): string {
  if (network.kind === "tap") return `tap,id=lan,ifname=${network.device},script=no,downscript=no`;
  const { subnet, gateway, address, mirror } = network;
  const [dns, dhcp] = unused(network);
  const services = `host=${gateway},dns=${dns},dhcpstart=${dhcp}`;
  const forward = mirror ? `,guestfwd=tcp:${mirror.address}:${mirror.port}-cmd:${option(mirror.command)}` : "";
  return `user,id=lan,restrict=on,net=${subnet},${services},hostfwd=tcp:127.0.0.1:0-${address}:22${forward}`;
}

/** Where a mirror can stand on a closed network, so that it is in nobody's way. */
export const mirrorAddress = (network: Omit<Closed, "mirror">): string => unused(network)[2] ?? network.address;

/**
 * Three addresses from the end of the subnet. QEMU insists on a name server and on a first lease, takes the third and the fifteenth
 * address for them unless told otherwise, and would not start with a gateway there, nor leave a node there alone.
 */
function unused({ subnet, gateway, address }: Omit<Closed, "mirror">): readonly string[] {
  const [first = "", length = ""] = subnet.split("/");
  const bytes = first.split(".").map(Number);
  const size = 2 ** (32 - Number(length));
  const start = Math.floor(bytes.reduce((sum, byte) => sum * 256 + byte, 0) / size) * size;
  return [2, 3, 4, 5, 6]
    .map((fromEnd) => dotted(start + size - fromEnd))
    .filter((each) => each !== gateway && each !== address)
    .slice(0, 3);
}

const dotted = (number: number) => [24, 16, 8, 0].map((shift) => (number >>> shift) & 0xff).join(".");

/** A comma ends a value in QEMU's options; two are one (qemu-doc, "Key-value options"). */
const option = (path: string) => path.replaceAll(",", ",,");

/**
 * A Pi's Ethernet is eth0 because nothing else names it; one on PCI would be named after its slot (systemd.net-naming-scheme(7)).
 * QEMU's BCM2835 has no watchdog timer: what arms it on a real board resets this one at once (hw/misc/bcm2835_powermgt.c). systemd
 * leaves it alone when it is told so here (kernel-command-line(7)). And its USB network card answers to two of Linux's drivers, of which
 * cdc_subset gives it a MAC by chance.
 */
const quirks = {
  virt: ["net.ifnames=0"],
  raspi3b: ["systemd.watchdog_sec=off", "module_blacklist=cdc_subset"],
} as const satisfies Record<Machine, readonly string[]>;

const uarts = { virt: "ttyAMA0", raspi3b: "ttyS1" } as const satisfies Record<Machine, string>;

/**
 * The firmware knows which UART is on the pins and says its name instead of serial0. There is no screen, and /dev/console is the
 * last one named; an image that names no serial console is given one, since nobody could look at it otherwise.
 */
export function consoleOf(machine: Machine, commandLine: string): string {
  const named = commandLine.replaceAll(/\bconsole=(serial0|ttyAMA0|ttyS0|ttyS1)\b/g, `console=${uarts[machine]}`);
  const tokens = named.split(/\s+/).filter((token) => token !== "" && !/^console=tty\d+$/.test(token));
  const serial = `console=${uarts[machine]}`;
  return (tokens.some((token) => token.startsWith(serial)) ? tokens : [...tokens, serial]).join(" ");
}
