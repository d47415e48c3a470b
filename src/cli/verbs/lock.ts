import type { Trying } from "../../fetch/retry.ts";
import { type Difference, differenceOf, type Entry, entriesOf, tampered } from "../../lock/changes.ts";
import { printLock } from "../../lock/print.ts";
import { lockPath, readLock } from "../../lock/read.ts";
import { channelVersion } from "../../lock/release.ts";
import { resolveWanted } from "../../lock/resolve.ts";
import { type Wanted, wantedBy } from "../../lock/wanted.ts";
import type { Cluster } from "../../model/cluster.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { fault } from "../../model/fault.ts";
import type { Channel, Lock } from "../../model/lock.ts";
import type { LockOptions } from "../commands/lock.ts";
import type { Io } from "../io.ts";
import { onNetwork } from "../network.ts";
import { type Session, withCluster } from "../session.ts";

/** From versions to bytes: asks who publishes them, and writes down what they are. Nothing large is downloaded. */
export function lockVerb(io: Io, options: LockOptions): Promise<number> {
  return withCluster(io, options, async (cluster, session) => {
    const path = lockPath(session.profilePath, cluster.name);
    const { value: old, diagnostics } = await readLock(io.host, path);
    if (diagnostics.length > 0) return diagnostics;
    return onNetwork(io, path, async (trying) => {
      const channel = await channelNow(trying, options, old);
      const moved = options.channel === undefined ? [] : notFollowed(cluster, channel);
      return moved.length > 0 ? moved : pin(trying, cluster, session, { options, path, old, channel });
    });
  });
}

interface Pinning {
  readonly options: LockOptions;
  readonly path: string;
  readonly old: Lock | undefined;
  readonly channel: Channel | undefined;
}

/** That which is named, else the one of the lock: it may have moved since. */
async function channelNow(
  trying: Trying,
  { channel, mirror }: LockOptions,
  old: Lock | undefined,
): Promise<Channel | undefined> {
  const name = channel ?? old?.channel?.name;
  return name === undefined ? undefined : { name, release: await channelVersion(trying, name, mirror.channels) };
}

async function pin(
  trying: Trying,
  cluster: Cluster,
  { io }: Session,
  { options, path, old, channel }: Pinning,
): Promise<readonly Diagnostic[]> {
  const wanted = wantedBy(cluster);
  const found = { ...(await resolveWanted(trying, wanted, options.mirror)), ...(channel && { channel }) };
  const difference = differenceOf(old ? entriesOf(old) : [], entriesOf(found));
  const suspicious = tampered(difference).map(({ before, after }) => sumChanged(path, before, after));
  if (suspicious.length > 0) return suspicious;
  // Of an operating system, or a channel, nothing is on a card: a newer one must not make every card another one.
  const same = old !== undefined && difference.changed.every(({ after }) => ["channel", "image"].includes(after.kind));
  const text = printLock({ ...found, created: same ? old.created : io.entropy.now });
  trying.signal.throwIfAborted();
  if (old === undefined || text !== (await io.host.readText(path))) await io.host.writeAtomic(path, text, 0o644);
  io.out(summary(path, difference, wanted) + behind(cluster, channel));
  return [];
}

function summary(path: string, { added, removed, changed }: Difference, wanted: Wanted): string {
  const lines = [
    ...added.map(({ what, text }) => `  + ${what}: ${text}`),
    ...removed.map(({ what }) => `  - ${what}`),
    ...changed.flatMap(({ before, after }) => [`  ~ ${after.what}: ${after.text}`, `      was ${before.text}`]),
  ];
  const body = lines.length > 0 ? lines : ["  nothing has changed"];
  const nothing = wanted.k3s.length + wanted.rancher.length + wanted.images.length === 0;
  return `${[path, ...(nothing ? ["  this profile downloads nothing"] : body)].join("\n")}\n`;
}

/** Of the nodes with K3s the first that has another release than the channel. */
const firstBehind = ({ nodes }: Cluster, { release }: Channel) =>
  nodes.findIndex(({ role, k3s }) => role !== "rancher" && k3s.version !== release);

/** The lock is as good as it was: which release it is to be, the profile says. */
function behind(cluster: Cluster, channel: Channel | undefined): string {
  const node = channel && cluster.nodes[firstBehind(cluster, channel)];
  if (channel === undefined || node === undefined) return "";
  return `  the profile stays at ${node.k3s.version}: to follow, write version: ${channel.release} under k3s there, and lock again\n`;
}

/** The profile says which version there is to be: a channel that moved on is followed there, by whoever answers for it. */
function notFollowed(cluster: Cluster, channel: Channel | undefined): readonly Diagnostic[] {
  const at = channel === undefined ? -1 : firstBehind(cluster, channel);
  const node = cluster.nodes[at];
  if (channel === undefined || node === undefined) return [];
  const { name, release } = channel;
  const { span, layer } = cluster.origin(["nodes", at, "k3s", "version"]);
  const written = layer !== "built-in" && span !== undefined;
  return [
    fault("channel-moved", `the channel ${name} is at ${release}, the profile at ${node.k3s.version}`, {
      ...(written ? { span, suggestion: { span, text: release } } : { subject: node.name }),
      notes: [`write version: ${release} under k3s in the profile, then run again`],
    }),
  ];
}

const sumChanged = (path: string, before: Entry, after: Entry) =>
  fault("sum-changed", `${after.what} was published with another checksum than when it was locked`, {
    subject: path,
    notes: [
      `locked: ${before.text}`,
      `now: ${after.text}`,
      "a release does not change: ask who runs the mirror; to accept it all the same, remove its entry from the lock",
    ],
  });
