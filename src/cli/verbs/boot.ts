import { checks } from "../../boot/checks.ts";
import type { ConsoleEvent } from "../../boot/console.ts";
import { expectedOf } from "../../boot/expected.ts";
import { hasSpareWire } from "../../boot/interface.ts";
import { type Boot, consolePath } from "../../boot/power.ts";
import { durations, progressLine } from "../../boot/progress.ts";
import { program } from "../../boot/qemu.ts";
import { type Access, sshArguments } from "../../boot/session.ts";
import { type Looked, runTrial } from "../../boot/trial.ts";
import { manifestName } from "../../emit/manifest.ts";
import type { Bundle } from "../../model/bundle.ts";
import type { Cluster, ClusterNode } from "../../model/cluster.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { fault } from "../../model/fault.ts";
import { images } from "../../model/images.ts";
import { type Card, compileCards, compileLaptop } from "../../pipeline.ts";
import type { PlanInput } from "../../plan/plan.ts";
import { renderNodeFiles } from "../../render/node-files.ts";
import { baseImage, unusableImages } from "../base-image.ts";
import { endOf, goalOf } from "../boot-goal.ts";
import { shortName } from "../build-input.ts";
import { payloadOf } from "../cards.ts";
import type { BootOptions } from "../commands/boot.ts";
import { emulated } from "../emulated-node.ts";
import { guestPort } from "../guest-port.ts";
import type { Io } from "../io.ts";
import { whileLocked } from "../lock.ts";
import { forwarderOf, withMirror } from "../mirror.ts";
import { type Pins, pinsFor } from "../pins.ts";
import { type Session, withCluster } from "../session.ts";
import { ensureTrust, noBundle } from "../trust.ts";
import { unknownNodes } from "../unknown-nodes.ts";
import { insert, machineFor } from "../virtual-pi.ts";

/** From profile to a running machine: each card is booted in QEMU and held against the Cluster. Ends with the first that fails. */
export function bootVerb(io: Io, options: BootOptions): Promise<number> {
  return withCluster(io, options, async (cluster, session) => {
    const refused = [...unknownNodes(options.node, cluster), ...notBootable(options.node, cluster), ...missing(io)];
    if (refused.length > 0) return refused;
    const unusable = await unusableImages(io, options, wantedNodes(options, cluster), folderOf(options, cluster));
    if (unusable.length > 0) return unusable;
    const subject = folderOf(options, cluster);
    io.tree.makeFolder(subject, 0o700);
    // --keep leaves secrets there, and so does a run that is killed.
    if (!io.tree.exists(`${subject}/.gitignore`)) io.tree.writeNew(`${subject}/.gitignore`, "*\n", 0o644);
    const booting = { lock: `${subject}/.lock`, subject, doing: "is booting its nodes" };
    return whileLocked(io.tree, booting, () => bootAll(cluster, session, options));
  });
}

async function bootAll(cluster: Cluster, session: Session, options: BootOptions): Promise<readonly Diagnostic[]> {
  // As for a build: where cards were made, a new bundle would turn every one of them into a stranger.
  const built = session.io.tree.exists(`${outOf(options)}/${cluster.name}/${manifestName}`);
  const wanted = wantedNodes(options, cluster);
  const { pins, diagnostics: ofPins } = await pinsFor(cluster, session, { ...options, node: wanted.map(nameOf) });
  if (!pins) return ofPins;
  const trust = await ensureTrust(cluster, session, built ? noBundle(session, cluster) : "make");
  const { bundle, diagnostics } = { ...trust, diagnostics: [...ofPins, ...trust.diagnostics] };
  if (!bundle) return diagnostics;
  const run = { session, options, cluster, bundle, compile: await planInput(session.io, cluster, bundle, pins) };
  const found: Diagnostic[] = [...diagnostics];
  for (const node of wanted) {
    found.push(...(await bootNode(run, node)));
    if (found.some(({ severity }) => severity === "error")) break;
  }
  return found;
}

interface Run {
  readonly session: Session;
  readonly options: BootOptions;
  readonly cluster: Cluster;
  readonly bundle: Bundle;
  readonly compile: PlanInput;
}

const planInput = async (io: Io, cluster: Cluster, bundle: Bundle, pins: Pins): Promise<PlanInput> => ({
  ...pins,
  cluster,
  bundle,
  templates: await io.templates(),
  seedImages: false,
});

const isPi = (node: ClusterNode) => images[node.os.image].pi;

/** Without names: every node that is a Raspberry Pi. */
const wantedNodes = ({ node: names }: BootOptions, { nodes }: Cluster) =>
  nodes.filter((node) => (names.length > 0 ? names.includes(node.name) : isPi(node)));

const nameOf = ({ name }: ClusterNode) => name;

const outOf = ({ out }: BootOptions) => out.replace(/\/+$/, "");
const folderOf = (options: BootOptions, cluster: Cluster) => `${outOf(options)}/${cluster.name}.boot`;

/** What is left is the console's log: the disk is large, and the key that logs in is secret. */
async function bootNode(run: Run, node: ClusterNode): Promise<readonly Diagnostic[]> {
  const { tree } = run.session.io;
  const folder = `${folderOf(run.options, run.cluster)}/${node.name}`;
  const log = consolePath({ folder });
  try {
    return await bootCard(run, node, folder);
  } finally {
    const names = run.options.keep ? [] : tree.list(folder);
    for (const path of names.map((name) => `${folder}/${name}`)) if (path !== log) tree.removeTree(path);
    tree.removeTree(forwarderOf(folder));
  }
}

async function bootCard(run: Run, wanted: ClusterNode, folder: string): Promise<readonly Diagnostic[]> {
  const { io } = run.session;
  const base = baseImage(io, run.options, wanted);
  const { value: seen, diagnostics: unfit } = await machineFor(io, base);
  if (seen === undefined) return unfit;
  const machine = run.options.machine ?? seen.machine;
  const { mac, ...emulatedNode } = emulated(run.cluster, wanted, machine);
  const { cluster, node, network } = await onNetwork(run, emulatedNode, folder);
  const pi = {
    ...{ base, folder, machine },
    memoryMiB: run.options.memory ?? Math.min(node.memoryMiB, 2048),
    network,
    tell: (event: ConsoleEvent, seconds: number) => tell(io, progressLine(event, seconds)),
  };
  const compile = { ...run.compile, cluster };
  const card = cardOf(compile, node);
  const files = card.render();
  const whole = [...files, ...payloadOf(io, run.options, card)];
  const { value: slot, diagnostics } = await insert(io, pi, { files: whole, image: node.os.image, mac });
  if (slot === undefined) return diagnostics;
  tell(io, `${node.name}  ${node.role} of ${cluster.name}, ${base}, -M ${machine} (${seen.reason})`);
  if (hasSpareWire(wanted)) tell(io, "its Wi-Fi is not emulated: it is booted by cable");
  const found = await runTrial({
    slot,
    goal: { reached: goalOf(run.options), patience: run.options.timeout ?? patience[machine] },
    boots: run.options.boots,
    checks: cluster.access.passwordlessSudo ? checks : [],
    expected: expectedOf({
      ...{ cluster, node, bundle: run.bundle, plan: card.plan, cardFiles: files },
      files: renderNodeFiles(card.plan, compile.templates),
    }),
    access: await accessFrom(run, node, folder),
    tell: {
      boot: (number) => tell(io, `boot ${number}`),
      looked: (looked) => tell(io, report(looked)),
    },
    ...(run.options.ssh ? { before: (access: Access) => openSession(io, access) } : {}),
  });
  const log = consolePath({ folder });
  tell(io, `the whole console is in ${log}`);
  return [...diagnostics, ...found.flatMap((looked) => faults(node, looked, log)), ...notChecked(run, node)];
}

function cardOf(compile: PlanInput, node: ClusterNode): Card {
  for (const card of compileCards(compile)) if (card.plan.node === node.name) return card;
  throw new Error(`the cluster has no ${node.name}`);
}

/** An emulated machine takes about ten times as long as a real one, and a board without a clock waits two minutes for time servers. */
const patience = { virt: 1200, raspi3b: 2400 } as const;

/** QEMU's own network in place of the profile's. */
async function onNetwork({ session, options }: Run, at: { cluster: Cluster; node: ClusterNode }, folder: string) {
  const { subnet, gateway } = at.cluster.network;
  const network = { kind: "closed" as const, subnet, gateway, address: at.node.address };
  if (options.mirror === undefined) return { ...at, network };
  return withMirror(session.io, options.mirror, { ...at, network, folder });
}

const tell = (io: Io, line: string | undefined) => {
  if (line !== undefined) io.out(`${line}\n`);
};

/** The laptop's own files, as a build writes them: known_hosts and the key pair, if the bundle has one. */
async function accessFrom(
  run: Run,
  node: ClusterNode,
  folder: string,
): Promise<(boot: Boot) => Promise<Access | undefined>> {
  const { io } = run.session;
  const top = compileLaptop(run.compile, shortName(run.session.profilePath));
  const placed = async (name: string) => {
    const file = top.find(({ path }) => path === name);
    if (file === undefined) return undefined;
    await io.host.writeAtomic(`${folder}/${name}`, file.text, file.mode);
    return `${folder}/${name}`;
  };
  const knownHosts = (await placed("known_hosts")) ?? "none";
  const identity = run.options.sshKey ?? (await placed("id_ed25519"));
  const user = run.cluster.access.user;
  const access = { processes: io.processes, enter: [], host: "127.0.0.1", name: node.name, user, knownHosts, identity };
  return async (boot) => {
    const port = await guestPort(boot.qemu);
    return port === undefined ? undefined : { ...access, port };
  };
}

async function openSession(io: Io, access: Access): Promise<void> {
  tell(io, "a session on the node; the machine is switched off when you leave it");
  await io.processes.run([...sshArguments(access), "-t"], { terminal: true });
}

function report({ boot, verdicts, complaint }: Looked): string {
  const { cloudInit, own, kernels } = durations(boot);
  const times = [
    `kernel starts: ${kernels}`,
    ...(cloudInit === undefined ? [] : [`cloud-init's end after ${cloudInit.toFixed(1)} s`]),
    ...(own === undefined ? [] : [`every step done ${own.toFixed(1)} s later`]),
  ];
  const lines = verdicts.map(({ name, differences }) =>
    [`  ${differences.length === 0 ? "pass" : "FAIL"}  ${name}`, ...differences.map(difference)].join("\n"),
  );
  return [
    times.join(", "),
    ...endOf(boot),
    ...lines,
    ...(complaint === undefined ? [] : [`  nothing checked: ${complaint}`]),
  ].join("\n");
}

const difference = ({ what, found, wanted }: { what: string; found: string; wanted: string }) =>
  `        ${what}: found ${found || "nothing"}; the cluster says ${wanted || "nothing"}`;

const endings = {
  cut: "its power was cut",
  "went off": "the machine went off by itself",
  "too slow": "it did not get there in time (--timeout SECONDS)",
  trouble: "it did not come up",
  interrupted: "interrupted",
} as const;

function faults(node: ClusterNode, looked: Looked, log: string): readonly Diagnostic[] {
  const { boot, verdicts, complaint, wentDown } = looked;
  const subject = node.name;
  if (boot.ending !== "reached") {
    const last = boot.events.at(-1);
    const seen = last
      ? [`the last thing seen: ${progressLine(last.event, last.seconds)?.trim() ?? last.event.kind}`]
      : [];
    const notes = [...seen, ...(boot.complaint ? [boot.complaint] : []), `look into ${log}`];
    const code = boot.ending === "interrupted" ? "interrupted" : "boot-failed";
    return [fault(code, endings[boot.ending], { subject, notes })];
  }
  const failed = verdicts.filter(({ differences }) => differences.length > 0).map(({ name }) => name);
  return [
    ...(failed.length > 0 ? [fault("check-failed", `not as the cluster says: ${failed.join(", ")}`, { subject })] : []),
    ...(complaint === undefined
      ? []
      : [
          fault("check-failed", `nobody could log in to look: ${complaint}`, {
            subject,
            notes: ["--ssh-key FILE names the private key that belongs to access.ssh_authorized_keys"],
          }),
        ]),
    ...(wentDown ? [] : [fault("boot-failed", "it did not switch itself off in two minutes", { subject })]),
  ];
}

/** Whoever may not become root cannot look into the machine. */
const notChecked = ({ cluster }: Run, node: ClusterNode) =>
  cluster.access.passwordlessSudo
    ? []
    : [fault("not-checked", "booted, but not looked at: access.passwordless_sudo is off", { subject: node.name })];

const missing = (io: Io) =>
  [
    { name: program, packages: "qemu-system-arm on Debian and Ubuntu, qemu from Homebrew" },
    { name: "ssh", packages: "openssh-client on Debian and Ubuntu" },
  ]
    .filter(({ name }) => !io.processes.has(name))
    .map(({ name, packages }) =>
      fault("program-missing", "this program is needed to boot a node", {
        subject: name,
        notes: [`it comes with ${packages}`],
      }),
    );

/** Those that were named; without names, a cluster in which there is nothing to boot. */
const notBootable = (names: readonly string[], { nodes }: Cluster) =>
  nodes
    .filter((node) => !isPi(node) && (names.length > 0 ? names.includes(node.name) : !nodes.some(isPi)))
    .map((node) =>
      fault("not-bootable", "only cards for Raspberry Pi images can be booted here", {
        subject: node.name,
        notes: ["its image is generic: attach its seed.img to a virtual machine of your own"],
      }),
    );
