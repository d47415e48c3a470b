import { expect, test } from "vitest";
import { commandLine } from "../../../../src/boot/checks/command-line.ts";
import { locale } from "../../../../src/boot/checks/locale.ts";
import { memoryController } from "../../../../src/boot/checks/memory-controller.ts";
import { modules } from "../../../../src/boot/checks/modules.ts";
import { sysctls } from "../../../../src/boot/checks/sysctls.ts";
import { timeSource } from "../../../../src/boot/checks/time-source.ts";
import { timezone } from "../../../../src/boot/checks/timezone.ts";
import { watchdog } from "../../../../src/boot/checks/watchdog.ts";
import { expected, expectedFrom, wrongs } from "../sample.ts";

const generic = await expectedFrom("test/golden/cases/pi4-2node--generic/profile.yaml", "dcn1");

test("timezone, with /etc/timezone and without", () => {
  expect(wrongs(timezone, "link=/usr/share/zoneinfo/Asia/Kolkata\nfile=Asia/Kolkata\n")).toEqual([]);
  expect(wrongs(timezone, "link=../usr/share/zoneinfo/Asia/Kolkata\n")).toEqual([]);
  expect(wrongs(timezone, "link=/usr/share/zoneinfo/Etc/UTC\nfile=Asia/Kolkata\n")).toEqual([
    "/etc/localtime: Etc/UTC, not Asia/Kolkata",
  ]);
  expect(wrongs(timezone, "link=/usr/share/zoneinfo/Asia/Kolkata\nfile=Etc/UTC\n")).toHaveLength(1);
});

test("locale: named, and made", () => {
  expect(wrongs(locale, "lang=en_IN.UTF-8\nmade=C C.utf8 POSIX en_IN.utf8 \n")).toEqual([]);
  expect(wrongs(locale, "lang=C.UTF-8\nmade=C C.utf8 POSIX en_IN.utf8 \n")).toEqual(["LANG: C.UTF-8, not en_IN.UTF-8"]);
  expect(wrongs(locale, "lang=en_IN.UTF-8\nmade=C C.utf8 POSIX \n")).toHaveLength(1);
});

const servers = "server=time.google.com\nserver=time.cloudflare.com\nserver=pool.ntp.org\n";

test("time-source: the daemon that runs asks the profile's servers", () => {
  expect(wrongs(timeSource, `daemon=timesyncd\n${servers}`)).toEqual([]);
  expect(wrongs(timeSource, "daemon=timesyncd\nserver=ntp.ubuntu.com\n")).toEqual([
    "the servers of timesyncd: ntp.ubuntu.com, not time.google.com time.cloudflare.com pool.ntp.org",
  ]);
  expect(wrongs(timeSource, `daemon=chrony\nserver=1.ntp.ubuntu.com\n${servers}`)).toEqual([]);
  expect(wrongs(timeSource, "daemon=chrony\nserver=time.google.com\n")).toHaveLength(1);
});

test("time-source: no daemon is right in a container alone", () => {
  expect(wrongs(timeSource, `container=yes\n${servers}`)).toEqual([]);
  expect(wrongs(timeSource, servers)).toEqual(["time daemons that run: nothing, not timesyncd or chrony"]);
  expect(wrongs(timeSource, "container=yes\n")).toHaveLength(1);
});

const id = expected().plan.instanceId;
const stock = "console=ttyAMA0 root=LABEL=writable rootwait";
const tokens = expected().plan.card.cmdline.join(" ");
const line = `cgroup_disable=memory ${stock} ${tokens} ds=nocloud;i=${id}`;

test("command-line: each token once, and ours after the firmware's", () => {
  expect(wrongs(commandLine, `${line}\n`)).toEqual([]);
  expect(tokens.startsWith("cgroup_enable=memory cgroup_memory=1 ")).toBe(true);
  expect(wrongs(commandLine, `${stock} ${tokens.replace("cgroup_enable=memory ", "")} ds=nocloud;i=${id}\n`)).toEqual([
    "cgroup_enable=memory: 0 times, not once",
    "the last word on the memory controller: nothing, not cgroup_enable=memory",
  ]);
  expect(wrongs(commandLine, `${line} cgroup_memory=1\n`)).toEqual(["cgroup_memory=1: 2 times, not once"]);
  expect(wrongs(commandLine, `${line} cgroup_disable=memory\n`)).toHaveLength(1);
  expect(wrongs(commandLine, `${line} ds=nocloud;i=rpi-imager-1\n`)).toHaveLength(1);
  expect(wrongs(commandLine, line.replace(id, "dcn1-000000000000"))).toHaveLength(1);
});

test("command-line, watchdog: there is nothing of the kind on a PC", () => {
  expect([commandLine, watchdog].map(({ applies }) => [applies?.(expected()), applies?.(generic)])).toEqual([
    [true, false],
    [true, false],
  ]);
});

test("memory-controller", () => {
  expect(wrongs(memoryController, "controllers=cpuset cpu io memory pids\n")).toEqual([]);
  expect(wrongs(memoryController, "container=yes\ncontrollers=\n")).toEqual([]);
  expect(wrongs(memoryController, "controllers=cpuset cpu io pids\n")).toEqual([
    "the kernel's cgroup controllers: cpuset cpu io pids, not memory among them",
  ]);
});

const settings = `vm.swappiness=60
vm.vfs_cache_pressure=50
vm.overcommit_memory=1
vm.panic_on_oom=0
kernel.panic=10
kernel.panic_on_oops=1
fs.inotify.max_user_instances=8192
fs.inotify.max_user_watches=1048576
`;

test("sysctls: in force, or the host's", () => {
  expect(wrongs(sysctls, settings)).toEqual([]);
  expect(wrongs(sysctls, settings.replaceAll(/=.*/g, "=host"))).toEqual([]);
  expect(wrongs(sysctls, settings.replace("kernel.panic=10", "kernel.panic=0"))).toEqual(["kernel.panic: 0, not 10"]);
  expect(wrongs(sysctls, settings.replace(/^vm.swappiness.*\n/, ""))).toEqual(["vm.swappiness: nothing, not 60"]);
});

test("modules: Rancher's are there when it is", () => {
  const own = "overlay=here\nbr_netfilter=here\nnf_conntrack=here\nvxlan=here\n";
  const legacy = "ip_tables=here\niptable_nat=here\niptable_filter=here\niptable_mangle=here\n";
  expect(wrongs(modules, own)).toEqual([]);
  expect(wrongs(modules, own.replace("vxlan=here", "vxlan=missing"))).toEqual(["vxlan: missing, not here"]);
  expect(wrongs(modules, own, expected("dcn0"))).toHaveLength(4);
  expect(wrongs(modules, own + legacy, expected("dcn0"))).toEqual([]);
  expect(wrongs(modules, own, expected("dcn0", { reached: { waitsAt: "docker" } }))).toEqual([]);
  expect(wrongs(modules, own, expected("dcn0", { reached: { waitsAt: "packages" } }))).toHaveLength(4);
  expect(wrongs(modules, "container=yes\noverlay=missing\n")).toEqual([]);
});

test("sysctls, modules: a card of which nothing is known is not one on which all is well", () => {
  const moved = expected("dcn1", { files: [] });
  expect(wrongs(sysctls, settings, moved)).toEqual([
    "what the card's /etc/sysctl.d/90-edgegen.conf says: nothing, not settings",
  ]);
  expect(wrongs(modules, "container=yes\n", moved)).toEqual([
    "what the card's lists in /etc/modules-load.d name: nothing, not modules",
  ]);
});

test("watchdog", () => {
  expect(wrongs(watchdog, "RuntimeWatchdogUSec=1min\nRebootWatchdogUSec=2min 4s\n")).toEqual([]);
  expect(wrongs(watchdog, "RuntimeWatchdogUSec=0\nRebootWatchdogUSec=0\nemulated=yes\n")).toEqual([]);
  expect(wrongs(watchdog, "RuntimeWatchdogUSec=0\nRebootWatchdogUSec=10min\n")).toEqual([
    "RuntimeWatchdogSec: 0, not 60",
    "RebootWatchdogSec: 600, not 124",
  ]);
});
