import { boards } from "../../model/boards.ts";
import type { Cluster } from "../../model/cluster.ts";
import { type NodeSummary, summarize } from "../../plan/summary.ts";
import type { Io } from "../io.ts";
import type { ProfileOptions } from "../profile-verb.ts";
import { withCluster } from "../session.ts";

/** What each card will be. Needs no bundle and makes none. */
export function planVerb(io: Io, options: ProfileOptions & { json?: boolean }): Promise<number> {
  return withCluster(io, options, async (cluster) => {
    const nodes = summarize(cluster);
    const asJson = options.json || options.format === "json";
    io.out(asJson ? `${JSON.stringify({ cluster: cluster.name, nodes }, undefined, 2)}\n` : text(cluster, nodes));
    return [];
  });
}

function text(cluster: Cluster, nodes: readonly NodeSummary[]): string {
  const head = ["node", "role", "address", "interface", "board", "image", "version"];
  const rows = nodes.map((node) => [
    node.name,
    node.role,
    node.address,
    node.interface,
    boards[node.board].title,
    node.image,
    Object.entries(node.versions)
      .map(([what, version]) => `${what} ${version}`)
      .join(", "),
  ]);
  return [
    `cluster ${cluster.name}: ${nodes.length} nodes in ${cluster.network.subnet}, gateway ${cluster.network.gateway}`,
    "",
    ...table([head, ...rows]),
    ...wireless(nodes),
    ...some("labels", nodes, ({ labels }) => Object.entries(labels).map(([key, value]) => `${key}=${value}`)),
    ...some("taints", nodes, ({ taints }) => taints),
    ...some("registries", nodes, ({ registries }) => registries),
    "",
    "memory, MiB",
    ...table([
      ["node", "total", "system", "K3s", "eviction", "left", "zram", "swap", "swaps"],
      ...nodes.map(memoryRow),
    ]),
    ...sharing(nodes),
    "",
    ...grouped("downloads", nodes, ({ downloads }) => downloads),
    "",
    ...grouped("open ports", nodes, ({ open_ports }) => open_ports),
    "",
  ].join("\n");
}

const wireless = (nodes: readonly NodeSummary[]) =>
  some("Wi-Fi", nodes, ({ wifi }) => (wifi ? [`${JSON.stringify(wifi.ssid)}, rules of ${wifi.country}`] : []));

/** A section of the nodes of which there is something to be said. */
function some(title: string, nodes: readonly NodeSummary[], of: (node: NodeSummary) => readonly string[]): string[] {
  const concerned = nodes.filter((node) => of(node).length > 0);
  return concerned.length === 0 ? [] : ["", ...grouped(title, concerned, of)];
}

function memoryRow({ name, memory }: NodeSummary): string[] {
  const { total, system, kubernetes, eviction, left, zram, swap, swaps } = memory;
  return [name, ...[total, system, kubernetes, eviction, left, zram, swap].map(String), swaps];
}

/** Kubernetes' own rule; who reads "swap 1024" alone would count on more. */
function sharing(nodes: readonly NodeSummary[]): readonly string[] {
  if (nodes.every(({ memory }) => memory.swaps !== "node and Burstable pods")) return [];
  return [
    "  a Burstable pod swaps by its share: its memory request, divided by the node's memory, of the swap; any other pod not at all.",
    "  docs/edge-pulse.md has a LimitRange for k3s.manifests that gives a request to pods without one",
  ];
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    rows.reduce((width, row) => Math.max(width, row[column]?.length ?? 0), 0),
  );
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd());
}

/** Nodes of which the same is to be said are said together. */
function grouped(title: string, nodes: readonly NodeSummary[], of: (node: NodeSummary) => readonly string[]): string[] {
  const groups = new Map<string, string[]>();
  for (const node of nodes) {
    const key = of(node).join(", ");
    const names = groups.get(key) ?? [];
    names.push(node.name);
    groups.set(key, names);
  }
  return [title, ...[...groups].map(([what, names]) => `  ${list(names)}: ${what}`)];
}

const list = (names: readonly string[]) =>
  names.length > 4 ? `${names[0]} ... ${names.at(-1)} (${names.length})` : names.join(", ");
