import { boards } from "../../model/boards.ts";
import type { Cluster, ClusterNode } from "../../model/cluster.ts";
import { images } from "../../model/images.ts";
import type { NodeFile, NodePart, Step } from "../../model/plan.ts";
import { onWifi } from "../network-config.ts";
import type { PartInput } from "../part.ts";
import { shared } from "./shared.ts";
import { sshFiles } from "./ssh.ts";
import { unitFile } from "./template-files.ts";
import { wifiFiles } from "./wifi.ts";

const file = (path: string, template: string, data: Readonly<Record<string, unknown>> = {}): NodeFile => ({
  path,
  mode: "0644",
  content: { kind: "template", template: `os/${template}`, data },
});

const sysctl = file("/etc/sysctl.d/90-edgegen.conf", "sysctl.conf");
const modules = file("/etc/modules-load.d/edgegen.conf", "modules.conf");
const watchdog = file("/etc/systemd/system.conf.d/60-edgegen-watchdog.conf", "watchdog.conf");
const unmanaged = file("/etc/NetworkManager/conf.d/10-edgegen-unmanaged.conf", "networkmanager-unmanaged.conf");
const clockUnits = [unitFile("os/edgegen-clock.service"), unitFile("os/edgegen-time.service")];
const awaitTime: NodeFile = { ...file("/usr/local/lib/edgegen/await-time.sh", "await-time.sh"), mode: "0755" };

/** What the operating system itself is told, before anything of the cluster runs on it. */
export function osPart(input: PartInput): NodePart {
  const { cluster, node } = input;
  return {
    files: [
      sysctl,
      modules,
      ...clockUnits,
      awaitTime,
      ...timeFiles(input).map((each) => shared(cluster, each)),
      ...(boards[node.board].pi ? [watchdog] : []),
      ...(images[node.os.image].renderer === "NetworkManager" ? [unmanaged] : []),
      ...upgradeFiles(node).map((each) => shared(cluster, each)),
      ...localeFiles(node).map((each) => shared(cluster, each)),
      ...sshFiles(input),
      ...wifiFiles(input),
    ],
    steps: [networkStep(cluster, node), clockStep(cluster), kernelStep(cluster), packagesStep(cluster, node)],
  };
}

/** Both daemons get the servers; which of them an image has is its own affair, and neither is installed. */
function timeFiles({ cluster, bundle, lock }: PartInput): readonly NodeFile[] {
  const { ntp } = cluster.network;
  return [
    {
      ...file("/usr/local/lib/edgegen/raise-clock.sh", "raise-clock.sh", {
        buildEpoch: Math.max(bundle.created, lock?.created ?? 0),
      }),
      mode: "0755",
    },
    file("/etc/systemd/timesyncd.conf.d/60-edgegen.conf", "timesyncd.conf", { servers: ntp.join(" ") }),
    file("/etc/chrony/conf.d/60-edgegen.conf", "chrony.conf", { sources: ntp.map(chronySource) }),
  ];
}

/** A name that stands for many machines is a `pool` in chrony.conf(5): several of them are asked, and lost ones replaced. */
const chronySource = (name: string) => `${name.includes("pool") ? "pool" : "server"} ${name} iburst`;

/**
 * cloud-init calls locale-gen with the locale, and Debian's makes what this file lists instead of what it is called with. Ubuntu's and
 * Raspberry Pi OS's do as they are told.
 */
function localeFiles({ os }: ClusterNode): readonly NodeFile[] {
  if (os.image !== "generic" || os.locale === "C.UTF-8") return [];
  const content = { kind: "text", text: `${os.locale} UTF-8\n` } as const;
  return [{ path: "/etc/locale.gen", mode: "0644", content, edited: true }];
}

/** `full` happens once and leaves the image's own habit as it is; the other two are said to apt's timers. */
function upgradeFiles({ os }: ClusterNode): readonly NodeFile[] {
  if (os.upgrade === "full") return [];
  const enabled = os.upgrade === "security" ? "1" : "0";
  return [file("/etc/apt/apt.conf.d/90-edgegen-upgrades", "apt-upgrades.conf", { enabled })];
}

function networkStep(cluster: Cluster, node: ClusterNode): Step {
  const data = { firewall: cluster.firewall === "lan", wifi: onWifi(node) };
  return { name: "network", everyBoot: true, data, files: [] };
}

function clockStep(cluster: Cluster): Step {
  return { name: "clock", everyBoot: true, data: { ntp: cluster.network.ntp }, files: [] };
}

/** With protect-kernel-defaults the kubelet ends when one of these differs, so the node says so before. */
const protectedSysctls = ["vm.overcommit_memory", "vm.panic_on_oom", "kernel.panic", "kernel.panic_on_oops"];

function kernelStep(cluster: Cluster): Step {
  const required = cluster.hardening === "baseline" ? protectedSysctls : [];
  return { name: "kernel", data: { required }, files: [sysctl.path, modules.path] };
}

/** The images ship what is named here besides the profile's packages, but for unattended-upgrades on Raspberry Pi OS. */
function packagesStep(cluster: Cluster, node: ClusterNode): Step {
  const { packages, upgrade } = node.os;
  const firewall = cluster.firewall === "lan" ? ["nftables"] : [];
  const upgrades = upgrade === "security" ? ["unattended-upgrades"] : [];
  const data = { packages: [...new Set([...packages, ...firewall, ...upgrades])], upgrade };
  return { name: "packages", data, files: [] };
}
