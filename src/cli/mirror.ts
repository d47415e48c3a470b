import { mirrorAddress, type Network } from "../boot/qemu.ts";
import { quoted } from "../boot/shell.ts";
import type { Cluster, ClusterNode } from "../model/cluster.ts";
import type { Io } from "./io.ts";

type Closed = Extract<Network, { readonly kind: "closed" }>;

/** A mirror of K3s's releases that this machine reaches, for a guest that reaches nothing else. */
export function parseMirror(value: string): URL | undefined {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  return url?.protocol === "http:" && url.username === "" && url.search === "" && url.hash === "" ? url : undefined;
}

/** One connection: what comes in goes to the mirror, what the mirror says goes out. QEMU starts it for each. */
const forwarder = `const [host, port] = process.argv.slice(2);
const mirror = require("node:net").connect(Number(port), host);
process.stdin.pipe(mirror).pipe(process.stdout);
mirror.on("error", () => process.exit(1));
`;

/** Where that program lies: beside the node's folder, which is made anew. */
export const forwarderOf = (folder: string): string => `${folder}.forward.cjs`;

/** The network with the mirror on it, and the node whose card downloads from there: TLS, names and routes are not to be had. */
export async function withMirror(
  io: Io,
  url: URL,
  at: { readonly cluster: Cluster; readonly node: ClusterNode; readonly network: Closed; readonly folder: string },
): Promise<{ readonly cluster: Cluster; readonly node: ClusterNode; readonly network: Closed }> {
  const [address, port] = [mirrorAddress(at.network), url.port === "" ? 80 : Number(url.port)];
  const script = forwarderOf(at.folder);
  await io.host.writeAtomic(script, forwarder, 0o600);
  const command = [io.runtime, script, url.hostname, String(port)].map(quoted).join(" ");
  const mirror = `http://${address}:${port}${url.pathname.replace(/\/+$/, "")}`;
  const node = { ...at.node, k3s: { ...at.node.k3s, mirror } };
  const nodes = at.cluster.nodes.map((each) => (each === at.node ? node : each));
  return { cluster: { ...at.cluster, nodes }, node, network: { ...at.network, mirror: { address, port, command } } };
}
