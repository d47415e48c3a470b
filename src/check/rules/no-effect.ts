import type { Cluster } from "../../model/cluster.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { fault } from "../../model/fault.ts";
import type { Path } from "../../model/tree.ts";
import {
  called,
  distinct,
  isKnown,
  keySpanOf,
  nodesWith,
  noteAt,
  type Placed,
  type Rule,
  runsK3s,
  spanOf,
} from "../rule.ts";

/** What somebody wrote and nobody reads. */
export const noEffect: Rule = (cluster) => [
  ...onRancherNode(cluster),
  ...portsOfNoFirewall(cluster),
  ...registryForNothing(cluster),
  ...ownTime(cluster),
  ...idleEdgePulse(cluster),
];

/** The Rancher node is no part of the K3s cluster. What `defaults` say is not meant for it alone, so only its own layers count. */
function onRancherNode(cluster: Cluster): readonly Diagnostic[] {
  const nodes = nodesWith(cluster, "role").filter(({ node }) => node.role === "rancher");
  return nodes.flatMap(({ node, index }) =>
    (["labels", "taints", "k3s"] as const).flatMap((key) => {
      const { layer } = cluster.origin(["nodes", index, key]);
      if (layer !== "node" && layer !== "roles.rancher") return [];
      const span = keySpanOf(cluster, "nodes", index, key);
      const message = `"${key}" has no effect on ${called(node)}: a Rancher node does not run the cluster's K3s`;
      return [fault("no-effect", message, { span, notes: ["leave it out, or write it at a node that does"] })];
    }),
  );
}

/** Only where both stand in one file: a file that many clusters include may open ports for those that have the firewall. */
function portsOfNoFirewall(cluster: Cluster): readonly Diagnostic[] {
  const [span, off] = [keySpanOf(cluster, "firewall_open"), spanOf(cluster, "firewall")];
  if (cluster.firewall !== "off" || cluster.firewallOpen.length === 0 || span?.file !== off?.file) return [];
  const notes = noteAt("it is switched off here", off, span);
  return [fault("no-effect", "firewall_open has no effect: there is no firewall", { span, notes })];
}

/** https://docs.k3s.io/installation/registry-mirror: a node shares images of those registries only that its mirrors name. */
function registryForNothing(cluster: Cluster): readonly Diagnostic[] {
  const nodes = nodesWith(cluster, "role", "k3s").filter(runsK3s);
  const server = nodes.find(({ node }) => node.role === "control-plane");
  if (server?.node.k3s.config["embedded-registry"] !== true) return [];
  if (nodes.some(({ node }) => Object.keys(node.k3s.registries["mirrors"] ?? {}).length > 0)) return [];
  const span = keySpanOf(cluster, "nodes", server.index, "k3s", "config", "embedded-registry");
  const notes = ['name the registries: `k3s: {registries: {mirrors: {"docker.io": }}}`, or "*" for all'];
  return [fault("no-effect", "embedded-registry has no effect: no registry is named for it", { span, notes })];
}

/** A node's chronyd asks others for the time and answers nobody. */
function ownTime(cluster: Cluster): readonly Diagnostic[] {
  const { ntp } = cluster.network;
  const owners = new Map(nodesWith(cluster, "address").map(({ node }) => [node.address, node.name]));
  if (!isKnown(cluster, ["network", "ntp"]) || !ntp.every((server) => owners.has(server))) return [];
  const [first = ""] = ntp;
  const message = `ntp has no effect: ${first} is "${owners.get(first)}" of this cluster, and no node answers for the time`;
  const notes = ["name one that is there without the cluster, such as the router"];
  return [fault("no-effect", message, { span: spanOf(cluster, "network", "ntp", 0), notes })];
}

/** What switches something of Edge-Pulse off, and the settings that nobody reads then. */
const switches: readonly { readonly by: Path; readonly off: unknown; readonly idle: readonly Path[] }[] = [
  { by: ["swap", "device"], off: "none", idle: [["swap", "size"]] },
  { by: ["api", "listen"], off: "off", idle: [["api", "port"]] },
  {
    by: ["enabled"],
    off: false,
    idle: [
      ["zram_percent"],
      ["swap", "size"],
      ["swap", "device"],
      ["api", "listen"],
      ["api", "port"],
      ["sd_protection"],
    ],
  },
];

/** Only where both stand in one layer and file: what holds for all may be switched off for some. */
function idleEdgePulse(cluster: Cluster): readonly Diagnostic[] {
  const nodes = distinct(nodesWith(cluster, "edge_pulse"), (node) => node.edgePulse);
  return nodes.flatMap((placed) =>
    switches
      .filter(({ by, off }) => settingOf(placed, by) === off)
      .flatMap(({ by, idle }) => idle.flatMap((path) => idleBy(cluster, placed, by, path))),
  );
}

function settingOf({ node: { edgePulse } }: Placed, [section, key]: Path): unknown {
  if (section === "swap") return edgePulse.swapDevice;
  return section === "api" && key === "listen" ? edgePulse.api.listen : edgePulse.enabled;
}

function idleBy(cluster: Cluster, { index }: Placed, by: Path, path: Path): readonly Diagnostic[] {
  const [off, idle] = [by, path].map((each) => cluster.origin(["nodes", index, "edge_pulse", ...each]));
  const isWithIt = idle?.layer !== "built-in" && idle?.layer === off?.layer && idle?.span?.file === off?.span?.file;
  if (!isWithIt || idle === undefined) return [];
  const span = idle.keySpan ?? idle.span;
  const what = by[0] === "enabled" ? "Edge-Pulse" : by[0] === "swap" ? "swap on a disk" : "the API";
  const notes = noteAt("it is switched off here", off?.keySpan ?? off?.span, span);
  return [fault("no-effect", `"${path.at(-1)}" has no effect: ${what} is switched off`, { span, notes })];
}
