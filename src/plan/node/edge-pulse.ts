import type { ClusterNode } from "../../model/cluster.ts";
import { nameOf } from "../../model/file-name.ts";
import type { NodeFile, NodePart, Step } from "../../model/plan.ts";
import type { PartInput } from "../part.ts";
import { kubernetesMiB, reservation } from "./kubelet.ts";
import { shared } from "./shared.ts";
import { moduleFile } from "./template-files.ts";

const program: NodeFile = {
  path: "/usr/local/sbin/edge-pulse",
  mode: "0755",
  content: { kind: "template", template: "edge-pulse/edge-pulse.sh", data: {} },
};

const modules: readonly NodeFile[] = [
  ...[
    "edge_pulse.py",
    "pulse_api.py",
    "pulse_foreign.py",
    "pulse_install.py",
    "pulse_kernel.py",
    "pulse_memory.py",
    "pulse_metrics.py",
    "pulse_report.py",
    "pulse_run.py",
    "pulse_validate.py",
  ].map((name) => moduleFile(`edge-pulse/${name}`)),
];

/** Where the node's own code finds what it puts into /etc, and takes out of it again on rollback. */
export const stage = "/usr/local/lib/edgegen/edge-pulse";

const staged = (path: string, template: string, data: Readonly<Record<string, unknown>> = {}): NodeFile => ({
  path: `${stage}${path}`,
  mode: "0644",
  content: { kind: "template", template: `edge-pulse/${template}`, data },
});

const unit = (name: string, data: Readonly<Record<string, unknown>> = {}): NodeFile =>
  staged(`/etc/systemd/system/${nameOf(name)}`, name, data);

const dropIn = (of: string, template: string, data: Readonly<Record<string, unknown>> = {}): NodeFile =>
  staged(`/etc/systemd/system/${of}.d/50-edge-pulse.conf`, template, data);

const memoryFiles: readonly NodeFile[] = [
  unit("edge-pulse-zram.service"),
  unit("edge-pulse-swap.service"),
  staged("/etc/sysctl.d/91-edge-pulse.conf", "sysctl.conf"),
  dropIn("ssh.service", "ssh.service.conf"),
  dropIn("user.slice", "user.slice.conf"),
];

/** Swap, protection of the card and diagnostics: files lie ready, the step puts them where they count. */
export function edgePulsePart({ cluster, node }: PartInput): NodePart {
  const data = { enabled: node.edgePulse.enabled };
  if (!node.edgePulse.enabled) return { files: [], steps: [step(data, [])] };
  const own = [...memoryFiles, ...guarded(node), ...protection(node), ...api(node), settings(node)].map((file) =>
    shared(cluster, file),
  );
  return { files: [...own, program, ...modules], steps: [step(data, own)] };
}

/** At every boot, so that what a power cut interrupted is finished. */
const step = (data: Step["data"], own: readonly NodeFile[]): Step => ({
  name: "edge-pulse",
  everyBoot: true,
  data,
  files: own.map((file) => file.path),
});

/**
 * What reclaim leaves to the system under pressure: half of what pods may not use anyway. A service's share counts only as far as
 * the slice around it has as much (systemd.resource-control(5)).
 */
function guarded(node: ClusterNode): readonly NodeFile[] {
  const systemMin = Math.round(reservation(node.memoryMiB).systemMiB / 2);
  const slice = (min: number) => dropIn("system.slice", "system.slice.conf", { systemMin: `${min}M` });
  if (node.role === "rancher") return [slice(systemMin)];
  const k3sMin = Math.round(kubernetesMiB(node) / 2);
  const service = node.role === "control-plane" ? "k3s.service" : "k3s-agent.service";
  return [slice(systemMin + k3sMin), dropIn(service, "k3s.service.conf", { k3sMin: `${k3sMin}M` })];
}

/** /etc/edgegen/edge-pulse.json, in the node's own words. */
function settings({ address, edgePulse }: ClusterNode): NodeFile {
  const { zramPercent, swapSizeMiB, swapDevice, sdProtection, api } = edgePulse;
  const data = {
    zram_percent: zramPercent,
    swap_size_mib: swapSizeMiB,
    swap_device: swapDevice,
    sd_protection: sdProtection,
    api: { listen: api.listen, port: api.port, addresses: listening(address, api) },
  };
  return { path: "/etc/edgegen/edge-pulse.json", mode: "0644", content: { kind: "json", data } };
}

/** Never 0.0.0.0: an address that the node is given later is not asked to answer. */
function listening(address: string, { listen, port }: ClusterNode["edgePulse"]["api"]): readonly string[] {
  const hosts = { node: ["127.0.0.1", address], localhost: ["127.0.0.1"], off: [] } as const;
  return hosts[listen].map((host) => `${host}:${port}`);
}

function api({ address, edgePulse }: ClusterNode): readonly NodeFile[] {
  const addresses = listening(address, edgePulse.api);
  return addresses.length === 0 ? [] : [unit("edge-pulse-api.socket", { addresses }), unit("edge-pulse-api.service")];
}

/** The journal may take a hundredth of the memory, within reason. */
function protection({ edgePulse, memoryMiB }: ClusterNode): readonly NodeFile[] {
  if (!edgePulse.sdProtection) return [];
  const runtimeMax = `${Math.min(64, Math.max(16, Math.round(memoryMiB / 64)))}M`;
  return [
    unit("edge-pulse-card.service"),
    staged("/etc/systemd/journald.conf.d/60-edge-pulse.conf", "journald.conf", { runtimeMax }),
  ];
}
