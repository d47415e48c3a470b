import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { inject } from "vitest";
import type { Check, Expected } from "../../src/boot/check.ts";
import { checks, type Verdict } from "../../src/boot/checks.ts";
import type { ConsoleEvent } from "../../src/boot/console.ts";
import { expectedOf } from "../../src/boot/expected.ts";
import type { Machine } from "../../src/boot/machine.ts";
import type { Goal, Slot } from "../../src/boot/power.ts";
import { progressLine } from "../../src/boot/progress.ts";
import { type Access, runAsRoot } from "../../src/boot/session.ts";
import { type Looked, runTrial } from "../../src/boot/trial.ts";
import { emulated } from "../../src/cli/emulated-node.ts";
import { insert } from "../../src/cli/virtual-pi.ts";
import { nodeProcesses } from "../../src/host/node-processes.ts";
import type { Bundle } from "../../src/model/bundle.ts";
import type { ClusterNode } from "../../src/model/cluster.ts";
import { compileCards, readCluster } from "../../src/pipeline.ts";
import { startOver } from "../../src/plan/start-over.ts";
import { renderNodeFiles } from "../../src/render/node-files.ts";
import { readBundle } from "../../src/trust/read.ts";
import { awaitReady } from "../boot/node.ts";
import { mortal, openRack, type Rack } from "../boot/rack.ts";
import { testIo } from "../support/test-io.ts";

/** A network without a way out, with a download server, a time server, containers and virtual Pis on it. */
export interface Lab {
  readonly rack: Rack;
  readonly close: () => Promise<void>;
}

const processes = nodeProcesses();

/** `on`: nodes that are containers, and ready. */
export async function openLab(...on: readonly string[]): Promise<Lab> {
  const rack = await openRack("dcn1", "dcn2");
  for (const node of on) await rack.on(node);
  for (const node of on) await awaitReady(rack, node, 180);
  return { rack, close: rack.close };
}

export interface VirtualNode {
  readonly name: string;
  readonly slot: Slot;
  readonly expected: Expected;
  readonly access: () => Promise<Access>;
}

export interface Options {
  readonly machine?: Machine;
  readonly clock?: string;
  readonly memoryMiB?: number;
  /** A card with `edge_pulse: {enabled: false}`. */
  readonly plain?: true;
  /** An image to take instead of the stock one. */
  readonly base?: string;
  /** bootcmd does nothing, nor does the command line: a card as one would write it who trusts cloud-init. */
  readonly carefree?: true;
}

let taps = 0;

/** The card of a node in a copy of its image, in the slot of a virtual Pi that is plugged into the rack's network. */
export async function plugIn({ rack }: Lab, name: string, options: Options = {}): Promise<VirtualNode> {
  const machine = options.machine ?? "virt";
  const { card, expected, mac } = await made(name, machine, options);
  taps += 1;
  const device = `tap${process.pid}-${taps}`.slice(-15);
  const inLan = (...argv: string[]) => execFileSync("ip", ["-n", rack.lan, ...argv]);
  inLan("tuntap", "add", "dev", device, "mode", "tap");
  inLan("link", "set", device, "master", "lan0", "up");
  const image = expected.node.os.image;
  const folder = join(rack.state, `virtual-${name}-${taps}`);
  const { value, diagnostics } = await insert(
    testIo(),
    {
      base: options.base ?? join(inject("virtualPi").images, image === "raspios-trixie" ? "raspios.img" : "ubuntu.img"),
      folder,
      machine,
      memoryMiB: options.memoryMiB ?? 1536,
      network: { kind: "tap", device },
      enter: ["ip", "netns", "exec", rack.lan, ...mortal],
      ...(options.clock === undefined ? {} : { clock: options.clock }),
      tell: (event, seconds) => say(name, event, seconds),
    },
    { files: card.render().map((file) => (options.carefree ? withoutStartOver(file) : file)), image, mac },
  );
  if (value === undefined) throw new Error(diagnostics.map(({ message }) => message).join("; "));
  return { name, slot: value, expected, access: accessTo(rack, expected) };
}

const withoutEdgePulse = (node: ClusterNode): ClusterNode => ({
  ...node,
  edgePulse: { ...node.edgePulse, enabled: false },
});

const withoutStartOver = ({ path, text }: { path: string; text: string }) => ({
  path,
  text: text.replace(startOver, ""),
});

function say(name: string, event: ConsoleEvent, seconds: number): void {
  const line = progressLine(event, seconds);
  if (line !== undefined) process.stdout.write(`${name} ${line}\n`);
}

/** What packages bring is not searched for secrets: it takes an emulated board minutes, and the boots of the cluster do it. */
export const quicker: readonly Check[] = checks.map((check) => ({ ...check, probe: check.probeAgain ?? check.probe }));

/** One boot, looked at and switched off, in silence. */
export async function once(
  node: VirtualNode,
  minutes: number,
  before: (access: Access) => Promise<void> = async () => undefined,
): Promise<Looked> {
  const [seen] = await runTrial({
    slot: node.slot,
    goal: ready(minutes),
    boots: 1,
    checks: quicker,
    expected: node.expected,
    access: node.access,
    tell: { boot: () => undefined, looked: () => undefined },
    before,
  });
  if (seen === undefined) throw new Error("it was never switched on");
  return seen;
}

export const wrong = ({ verdicts }: Looked): readonly Verdict[] =>
  verdicts.filter(({ differences }) => differences.length > 0);

/** What steps call done without having got it: K3s not up, or no control plane to join, in time; a clock that nobody has set. */
export const wanting = ({ boot }: Looked): readonly string[] =>
  boot.events.flatMap(({ event }) =>
    event.kind === "step" && event.state === "done" && /not yet ready|not synchronized|NOT active/.test(event.text)
      ? [`${event.step}: ${event.text}`]
      : [],
  );

/** By how many seconds a node's clock is off this machine's, as far as can be said by asking. */
export async function clockOff(access: Access): Promise<number> {
  const earliest = Date.now() / 1000 - 1;
  const { out } = await runAsRoot(access, "date +%s", () => false);
  const told = Number.parseInt(out, 10);
  return Math.min(0, told - earliest) + Math.max(0, told - Date.now() / 1000);
}

/** Every step is done, in at most so many minutes. */
export const ready = (minutes = 15): Goal => ({ reached: ({ kind }) => kind === "ready", patience: minutes * 60 });

const profile = (() => {
  let known: ReturnType<typeof readCluster> | undefined;
  return () => {
    known ??= readCluster(testIo().host, resolve("test/virtual-pi/profile.yaml"));
    return known;
  };
})();

const bundle = readBundle(readFileSync("test/golden/test-bundle.secrets.yaml", "utf8"), "bundle").value as Bundle;

async function made(name: string, machine: Machine, { carefree, plain }: Options) {
  const { cluster: read } = await profile();
  const whole = read && plain ? { ...read, nodes: read.nodes.map(withoutEdgePulse) } : read;
  const wanted = whole?.nodes.find((each) => each.name === name);
  if (whole === undefined || wanted === undefined) throw new Error(`the profile has no ${name}`);
  const { cluster, node, mac } = emulated(whole, wanted, machine);
  const shipped = await testIo().templates();
  const templates = carefree ? new Map([...shipped, ["first-boot/bootcmd.sh", ":\n"]]) : shipped;
  const cards = [...compileCards({ cluster, bundle, templates, seedImages: false })];
  const card = cards.find(({ plan }) => plan.node === name);
  if (card === undefined) throw new Error(`there is no card for ${name}`);
  const files = renderNodeFiles(card.plan, templates);
  const expected = expectedOf({ cluster, node, bundle, plan: card.plan, files, cardFiles: card.render() }, "ready");
  return { card, expected, mac };
}

/** From the laptop's place on the network, with the key pair that a build writes. */
function accessTo(rack: Rack, { node, cluster }: Expected): () => Promise<Access> {
  const built = inject("testbed").cluster;
  return async () => ({
    processes,
    enter: ["ip", "netns", "exec", rack.lan],
    host: node.address,
    port: 22,
    name: node.name,
    user: cluster.access.user,
    knownHosts: join(built, "known_hosts"),
    identity: join(built, "id_ed25519"),
  });
}
