import { expect, test } from "vitest";
import {
  canOmitRandomness,
  consoleOf,
  type Hardware,
  mirrorAddress,
  type Network,
  qemuArguments,
} from "../../../src/boot/qemu.ts";

const closed: Network = { kind: "closed", subnet: "10.1.40.0/24", gateway: "10.1.40.1", address: "10.1.40.22" };
const tap: Network = { kind: "tap", device: "tap0" };

const hardware: Hardware = {
  machine: "virt",
  memoryMiB: 2048,
  network: closed,
  mac: "d8:3a:dd:00:00:02",
  clock: "1970-01-01",
  disk: "out/lab.boot/dcn1/disk.img",
  console: "out/lab.boot/dcn1/console.log",
  kernel: "out/lab.boot/dcn1/kernel",
  initrd: "out/lab.boot/dcn1/initrd",
  deviceTree: "out/lab.boot/dcn1/device-tree",
  commandLine: "console=serial0,115200 console=tty1 root=LABEL=writable rootwait",
  omitRandomness: true,
};

/** An option with its value on one line. */
const argumentsOf = (change: Partial<Hardware> = {}) =>
  `\n${qemuArguments({ ...hardware, ...change })
    .join(" ")
    .replaceAll(/ (-[a-zM]+)(?= |$)/g, "\n$1")}\n`;

test("a mirror is the one thing that a guest on a closed network reaches, and stands in nobody's way", () => {
  const { kind: _, ...network } = closed as Extract<Network, { kind: "closed" }>;
  expect(mirrorAddress({ kind: "closed", ...network })).toBe("10.1.40.252");
  const mirror = { address: "10.1.40.252", port: 8000, command: "'node' 'out/a,b/x.cjs' '127.0.0.1' '8000'" };
  const argv = qemuArguments({ ...hardware, network: { ...closed, mirror } as Network });
  const netdev = argv.find((word) => word.startsWith("user,"));
  expect(netdev).toContain("restrict=on,");
  expect(netdev).toMatch(/,guestfwd=tcp:10\.1\.40\.252:8000-cmd:'node' 'out\/a,,b\/x\.cjs' '127\.0\.0\.1' '8000'$/);
});

test("a generic kernel on a closed network", () => {
  expect(argumentsOf()).toMatchInlineSnapshot(`
    "
    qemu-system-aarch64
    -M virt,dtb-randomness=off
    -cpu cortex-a72
    -smp 2
    -m 2048
    -drive file=out/lab.boot/dcn1/disk.img,format=raw,if=none,id=card
    -device virtio-blk-pci,drive=card
    -device virtio-net-pci,netdev=lan,mac=d8:3a:dd:00:00:02,romfile=
    -device virtio-rng-pci
    -serial chardev:console
    -rtc base=1970-01-01
    -display none -no-reboot
    -qmp stdio
    -netdev user,id=lan,restrict=on,net=10.1.40.0/24,host=10.1.40.1,dns=10.1.40.254,dhcpstart=10.1.40.253,hostfwd=tcp:127.0.0.1:0-10.1.40.22:22
    -chardev file,id=console,append=on,path=out/lab.boot/dcn1/console.log
    -kernel out/lab.boot/dcn1/kernel
    -initrd out/lab.boot/dcn1/initrd
    -append console=ttyAMA0,115200 root=LABEL=writable rootwait net.ifnames=0
    "
  `);
});

test("a kernel for the Pi alone on a network that somebody else made", () => {
  expect(argumentsOf({ machine: "raspi3b", network: tap, clock: undefined })).toMatchInlineSnapshot(`
    "
    qemu-system-aarch64
    -M raspi3b
    -drive file=out/lab.boot/dcn1/disk.img,format=raw,if=sd
    -device usb-net,netdev=lan,mac=d8:3a:dd:00:00:02
    -dtb out/lab.boot/dcn1/device-tree
    -serial null
    -serial chardev:console
    -display none -no-reboot
    -qmp stdio
    -netdev tap,id=lan,ifname=tap0,script=no,downscript=no
    -chardev file,id=console,append=on,path=out/lab.boot/dcn1/console.log
    -kernel out/lab.boot/dcn1/kernel
    -initrd out/lab.boot/dcn1/initrd
    -append console=ttyS1,115200 root=LABEL=writable rootwait systemd.watchdog_sec=off module_blacklist=cdc_subset
    "
  `);
});

test("the other two combinations", () => {
  expect(argumentsOf({ network: tap })).toMatchInlineSnapshot(`
    "
    qemu-system-aarch64
    -M virt,dtb-randomness=off
    -cpu cortex-a72
    -smp 2
    -m 2048
    -drive file=out/lab.boot/dcn1/disk.img,format=raw,if=none,id=card
    -device virtio-blk-pci,drive=card
    -device virtio-net-pci,netdev=lan,mac=d8:3a:dd:00:00:02,romfile=
    -device virtio-rng-pci
    -serial chardev:console
    -rtc base=1970-01-01
    -display none -no-reboot
    -qmp stdio
    -netdev tap,id=lan,ifname=tap0,script=no,downscript=no
    -chardev file,id=console,append=on,path=out/lab.boot/dcn1/console.log
    -kernel out/lab.boot/dcn1/kernel
    -initrd out/lab.boot/dcn1/initrd
    -append console=ttyAMA0,115200 root=LABEL=writable rootwait net.ifnames=0
    "
  `);
  expect(argumentsOf({ machine: "raspi3b" })).toMatchInlineSnapshot(`
    "
    qemu-system-aarch64
    -M raspi3b
    -drive file=out/lab.boot/dcn1/disk.img,format=raw,if=sd
    -device usb-net,netdev=lan,mac=d8:3a:dd:00:00:02
    -dtb out/lab.boot/dcn1/device-tree
    -serial null
    -serial chardev:console
    -display none -no-reboot
    -qmp stdio
    -netdev user,id=lan,restrict=on,net=10.1.40.0/24,host=10.1.40.1,dns=10.1.40.254,dhcpstart=10.1.40.253,hostfwd=tcp:127.0.0.1:0-10.1.40.22:22
    -chardev file,id=console,append=on,path=out/lab.boot/dcn1/console.log
    -kernel out/lab.boot/dcn1/kernel
    -initrd out/lab.boot/dcn1/initrd
    -append console=ttyS1,115200 root=LABEL=writable rootwait systemd.watchdog_sec=off module_blacklist=cdc_subset
    "
  `);
});

test.each(["virt", "raspi3b"] as const)(
  "a guest on -M %s never gets beyond the network that it was given",
  (machine) => {
    const netdevs = (network: Network) => {
      const words = qemuArguments({ ...hardware, machine, network });
      return words.filter((_, at) => ["-netdev", "-nic", "-net"].includes(words[at - 1] ?? ""));
    };
    expect(netdevs(closed)).toEqual([expect.stringMatching(/^user,.*\brestrict=on,/)]);
    expect(netdevs(tap)).toEqual([expect.stringMatching(/^tap,.*,script=no,downscript=no$/)]);
  },
);

test.each([
  ["10.1.40.0/24", "10.1.40.1", "10.1.40.22", "dns=10.1.40.254,dhcpstart=10.1.40.253"],
  ["10.1.40.0/24", "10.1.40.254", "10.1.40.3", "dns=10.1.40.253,dhcpstart=10.1.40.252"],
  ["192.168.0.0/16", "192.168.255.254", "192.168.255.253", "dns=192.168.255.252,dhcpstart=192.168.255.251"],
  ["200.0.0.128/29", "200.0.0.131", "200.0.0.134", "dns=200.0.0.133,dhcpstart=200.0.0.132"],
])("QEMU's own servers in %s are neither %s nor %s", (subnet, gateway, address, servers) => {
  expect(argumentsOf({ network: { kind: "closed", subnet, gateway, address } })).toContain(`,${servers},`);
});

test("without initramfs and device tree the kernel is started without them", () => {
  const words = qemuArguments({ ...hardware, machine: "raspi3b", initrd: undefined, deviceTree: undefined });
  expect(words).not.toContain("-initrd");
  expect(words).not.toContain("-dtb");
});

test("a QEMU that cannot leave random numbers out of the device tree is not told to", () => {
  expect(canOmitRandomness("  dtb-kaslr-seed=<bool>  - Deprecated\n  dtb-randomness=<bool>  - Set off to\n")).toBe(
    true,
  );
  expect(canOmitRandomness("  dtb=<string>           - Linux kernel device tree file\n")).toBe(false);
  expect(argumentsOf({ omitRandomness: false })).toContain("\n-M virt\n");
});

test("a comma in a path does not end it where QEMU would look for the next option", () => {
  const folder = "a,b";
  const text = argumentsOf({
    disk: `${folder}/disk.img`,
    console: `${folder}/console.log`,
    kernel: `${folder}/kernel`,
  });
  expect(text).toContain("-drive file=a,,b/disk.img,format=raw,");
  expect(text).toContain("path=a,,b/console.log\n");
  expect(text).toContain("-kernel a,b/kernel\n");
});

test.each([
  ["virt", "console=serial0,115200 console=tty1 root=/dev/vda2", "console=ttyAMA0,115200 root=/dev/vda2"],
  ["raspi3b", "console=serial0,115200 console=tty1 root=/dev/vda2", "console=ttyS1,115200 root=/dev/vda2"],
  ["virt", "console=ttyS1,115200 root=x", "console=ttyAMA0,115200 root=x"],
  ["virt", "root=x quiet", "root=x quiet console=ttyAMA0"],
  ["raspi3b", "  console=tty1   root=x ", "root=x console=ttyS1"],
  ["virt", "console=ttyAMA10,115200 root=x", "console=ttyAMA10,115200 root=x console=ttyAMA0"],
  ["virt", "netconsole=serial0 root=x", "netconsole=serial0 root=x console=ttyAMA0"],
] as const)("on -M %s the command line %s becomes %s", (machine, line, wanted) => {
  expect(consoleOf(machine, line)).toBe(wanted);
});
