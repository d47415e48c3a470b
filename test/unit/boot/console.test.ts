import fc from "fast-check";
import { expect, test } from "vitest";
import { type ConsoleEvent, eventOf, lineReader } from "../../../src/boot/console.ts";

const eventsOf = (text: string) =>
  lineReader()(text)
    .map(eventOf)
    .filter((event) => event !== undefined);

/** A boot of a card with cloud-init 25.1.4 on QEMU, shortened: escapes, CR and all. */
const boot = [
  "[    0.000000] Booting Linux on physical CPU 0x0000000000 [0x410fd083]\r",
  "[    0.000000] Linux version 6.12.117+deb13-arm64 (debian-kernel@lists.debian.org) (gcc-14) #1 SMP Debian\r",
  "[    0.000000] Kernel command line: console=ttyAMA0,115200 root=PARTUUID=ed6e9e4a-02 ds=nocloud;i=dcn2-d23c3985e8e0\r",
  "[    0.542094] Trying to unpack rootfs image as initramfs...\r",
  "         Starting \u001b[0;1;39mcloud-init-main.service\u001b[0m - Cloud-init: Single Process...\r\r",
  "[   29.189597] cloud-init[346]: Cloud-init v. 25.1.4 running 'init-local' at Thu, 26 Nov 2026 03:42:37 +0000. Up 28.91 seconds.\r",
  "[   72.850478] cloud-init[346]: Cloud-init v. 25.1.4 running 'modules:config' at Thu, 26 Nov 2026 03:43:19 +0000. Up 70.48 seconds.\r",
  "[  135.766597] cloud-init[346]: Cloud-init v. 25.1.4 finished at Thu, 26 Nov 2026 03:44:24 +0000. Datasource DataSourceNoCloud [seed=cmdline,ds_config_seedfrom,file:///boot/firmware][dsmode=local].  Up 135.32 seconds\r",
  "[\u001b[0;32m  OK  \u001b[0m] Reached target \u001b[0;1;39mcloud-init.target\u001b[0m - Cloud-init target.\r\r",
  "         Starting \u001b[0;1;39medgegen-time.service\u001b[0m - edgegen: wait for the time, but not for ever...\r\r",
  "edgegen: dcn2: step verify ...\r\r",
  "edgegen: dcn2: step verify: done in 15 s\r\r",
  "edgegen: dcn2: step scrub: done in 0.1 s (secrets overwritten)\r\r",
  "dcn2 login: edgegen: dcn2: step k3s-install: no address for github.com: no way to the internet\r\r",
  "edgegen: dcn2: stopped\r\r",
  "",
].join("\n");

const seen: readonly ConsoleEvent[] = [
  { kind: "kernel" },
  { kind: "cloud-init", stage: "init-local" },
  { kind: "cloud-init", stage: "modules:config" },
  { kind: "cloud-init-finished", uptime: 135.32 },
  { kind: "step", step: "verify", state: "running", text: "" },
  { kind: "step", step: "verify", state: "done", text: "done in 15 s" },
  { kind: "step", step: "scrub", state: "done", text: "done in 0.1 s (secrets overwritten)" },
  { kind: "step", step: "k3s-install", state: "waiting", text: "no address for github.com: no way to the internet" },
];

test("a boot is told by its console, whoever else writes there", () => {
  expect(eventsOf(boot)).toEqual(seen);
});

test("wherever the text is cut into pieces, the events are the same", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(boot.length)), (cuts) => {
      const places = [0, ...cuts.sort((a, b) => a - b), boot.length];
      const read = lineReader();
      const lines = places.flatMap((place, index) => read(boot.slice(places[index - 1] ?? 0, place)));
      expect(lines.map(eventOf).filter((event) => event !== undefined)).toEqual(seen);
    }),
  );
});

test("a line counts when it has come to its end", () => {
  const read = lineReader();
  expect(read("edgegen: dcn1: step scrub: do")).toEqual([]);
  expect(read("ne in 2 s\r\nedgegen")).toEqual(["edgegen: dcn1: step scrub: done in 2 s"]);
});

test("what a console says cannot command the terminal of whoever watches", () => {
  expect(lineReader()("a\u001b[1;31mred\u001b[0m \u001b]0;title\u0007 \u009b2Jb\r\n")).toEqual(["ared ]0;title 2Jb"]);
});

test("the end of the first boot, and a reboot that it asks for", () => {
  expect(eventOf("edgegen: dcn1: ready: every step is done")).toEqual({ kind: "ready" });
  expect(eventOf("edgegen: dcn1: rebooting: the memory controller is off")).toEqual({
    kind: "rebooting",
    text: "the memory controller is off",
  });
});

test("cloud-init of other years, and a line that the kernel's clock does not precede", () => {
  expect(eventOf("Cloud-init v. 24.4-0ubuntu1~24.04.2 running 'modules:final' at Tue. Up 41 seconds.")).toEqual({
    kind: "cloud-init",
    stage: "modules:final",
  });
  expect(eventOf("Cloud-init v. 0.7.9 finished at Tue. Datasource DataSourceNone.  Up 9.5 seconds")).toEqual({
    kind: "cloud-init-finished",
    uptime: 9.5,
  });
  expect(eventOf("Linux version 6.8.0-1013-raspi (buildd@bos03)")).toEqual({ kind: "kernel" });
});

test.each([
  [
    "[    2.1] Kernel panic - not syncing: VFS: Unable to mount root fs",
    "Kernel panic - not syncing: VFS: Unable to mount root fs",
  ],
  ["initramfs: there is no LABEL=writable", "initramfs: there is no LABEL=writable"],
  [
    "ALERT!  LABEL=writable does not exist.  Dropping to a shell!",
    "ALERT!  LABEL=writable does not exist.  Dropping to a shell!",
  ],
  ["Entering emergency mode. Exit the shell to continue.", "Entering emergency mode. Exit the shell to continue."],
  ["You are in emergency mode. After logging in, type", "You are in emergency mode. After logging in, type"],
])("nothing comes after %s", (line, text) => {
  expect(eventOf(line)).toEqual({ kind: "trouble", text });
});

test.each([
  "update-initramfs: Generating /boot/initrd.img-6.12.47+rpt-rpi-v8",
  "[    1.1] Freeing initrd memory: 12000K",
  "edgegen: dcn1: stopped",
  "edgegen: brings this node to what its card says",
  "systemd[1]: Started edgegen-firstboot.service - edgegen: brings this node to what its card says.",
  "",
])("%s is of no interest", (line) => {
  expect(eventOf(line)).toBeUndefined();
});
