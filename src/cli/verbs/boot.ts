import type { Reached } from "../../boot/check.ts";
import { checks } from "../../boot/checks.ts";
import type { ConsoleEvent } from "../../boot/console.ts";
import { expectedOf } from "../../boot/expected.ts";
import { type Boot, consolePath } from "../../boot/power.ts";
import { durations, progressLine } from "../../boot/progress.ts";
import { program } from "../../boot/qemu.ts";
import { type Access, sshArguments } from "../../boot/session.ts";
import { type Looked, runTrial } from "../../boot/trial.ts";
import type { Bundle } from "../../model/bundle.ts";
import type { Cluster, ClusterNode } from "../../model/cluster.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { fault } from "../../model/fault.ts";
import { images } from "../../model/images.ts";
import { type Card, compileCards, compileLaptop } from "../../pipeline.ts";
import type { PlanInput } from "../../plan/plan.ts";
import { renderNodeFiles } from "../../render/node-files.ts";
import type { BootOptions } from "../cli.ts";
import { guestPort } from "../guest-port.ts";
import type { Io } from "../io.ts";
import { type Session, withCluster } from "../session.ts";
import { ensureTrust } from "../trust.ts";
import { unknownNodes } from "../unknown-nodes.ts";
import { insert } from "../virtual-pi.ts";

/** From profile to a running machine: each card is booted in QEMU and held against the Cluster. Ends with the first that fails. */
export function bootVerb(io: Io, options: BootOptions): Promise<number> {
  return withCluster(io, options, async (cluster, session) => {
    const refused = [...unknownNodes(options.node, cluster), ...notBootable(options.node, cluster), ...missing(io)];
    if (refused.length > 0) return refused;
    const { bundle, diagnostics } = await ensureTrust(cluster, session, "make");
    if (!bundle) return diagnostics;
    const run = { session, options, cluster, bundle, compile: await planInput(io, cluster, bundle) };
    const found: Diagnostic[] = [...diagnostics];
    for (const card of compileCards(run.compile)) {
      const node = cluster.nodes.find(({ name }) => name === card.plan.node);
      if (node === undefined || !isWanted(node, options)) continue;
      found.push(...(await bootNode(run, node, card)));
      if (found.some(({ severity }) => severity === "error")) break;
    }
    return found;
  });
}

interface Run {
  readonly session: Session;
  readonly options: BootOptions;
  readonly cluster: Cluster;
  readonly bundle: Bundle;
  readonly compile: PlanInput;
}

const planInput = async (io: Io, cluster: Cluster, bundle: Bundle): Promise<PlanInput> => ({
  cluster,
  bundle,
  templates: await io.templates(),
  seedImages: false,
});

const isPi = (node: ClusterNode) => images[node.os.image].pi;

/** Without names: every node that is a Raspberry Pi. */
const isWanted = (node: ClusterNode, { node: names }: BootOptions) =>
  names.length > 0 ? names.includes(node.name) : isPi(node);

async function bootNode(run: Run, node: ClusterNode, card: Card): Promise<readonly Diagnostic[]> {
  const { io } = run.session;
  const base = baseImage(run, node);
  if ((await io.host.stat(base))?.kind !== "file") return [noImage(base, run.options)];
  const folder = `${run.options.out.replace(/\/+$/, "")}/${run.cluster.name}.boot/${node.name}`;
  const pi = {
    base,
    folder,
    machine: run.options.machine,
    memoryMiB: run.options.memory ?? Math.min(node.memoryMiB, 2048),
    network: {
      kind: "closed" as const,
      subnet: run.cluster.network.subnet,
      gateway: run.cluster.network.gateway,
      address: node.address,
    },
    tell: (event: ConsoleEvent, seconds: number) => tell(io, progressLine(event, seconds)),
  };
  const files = card.render();
  const image = node.os.image;
  const { value: inserted, diagnostics } = await insert(io, pi, { files, image, mac: macOf(run.cluster, node) });
  if (inserted === undefined) return diagnostics;
  const { slot, why } = inserted;
  tell(io, `${node.name}  ${node.role} of ${run.cluster.name}, ${base}, -M ${slot.machine} (${why})`);
  const found = await runTrial({
    slot,
    goal: { reached: isGoal, patience: run.options.timeout ?? patience[slot.machine] },
    boots: run.options.boots,
    checks,
    expected: expectedOf(
      {
        ...{ cluster: run.cluster, node, bundle: run.bundle, plan: card.plan, cardFiles: files },
        files: renderNodeFiles(card.plan, run.compile.templates),
      },
      reached,
    ),
    access: run.cluster.access.passwordlessSudo ? await accessFrom(run, node, folder) : undefined,
    tell: {
      boot: (number) => tell(io, `boot ${number}`),
      looked: (looked) => tell(io, report(looked)),
    },
    ...(run.options.ssh ? { before: (access: Access) => openSession(io, access) } : {}),
  });
  if (!run.options.keep) io.tree.removeTree(`${folder}/disk.img`);
  const log = consolePath({ folder });
  tell(io, `the whole console is in ${log}`);
  return [...diagnostics, ...found.flatMap((looked) => faults(node, looked, log)), ...notChecked(run, node)];
}

/** An emulated machine takes about ten times as long as a real one, and the first boot waits two minutes for time servers. */
const patience = { virt: 1200, raspi3b: 2400 } as const;

/** Nothing on this network delivers K3s or Docker, so the first boot ends where it waits for the first of them. */
const reached: Reached = "waiting";
const isGoal = (event: ConsoleEvent) =>
  event.kind === "ready" ||
  (event.kind === "step" && event.state === "waiting" && ["k3s-install", "docker"].includes(event.step));

const tell = (io: Io, line: string | undefined) => {
  if (line !== undefined) io.out(`${line}\n`);
};

/** The maker's prefix of Raspberry Pi, and the node's place in the profile. */
function macOf(cluster: Cluster, node: ClusterNode): string {
  const number = cluster.nodes.indexOf(node) + 1;
  const [high, low] = [number >> 8, number & 0xff].map((byte) => byte.toString(16).padStart(2, "0"));
  return node.mac ?? `d8:3a:dd:00:${high}:${low}`;
}

/** Those of `make testbed`, one for each layout. */
function baseImage({ session, options }: Run, node: ClusterNode): string {
  const layout = node.os.image === "raspios-trixie" ? "raspios" : "ubuntu";
  return options.base ?? `${session.io.host.home}/.cache/edgegen/virtual-pi/latest/${layout}.img`;
}

/** The laptop's own files, as a build writes them: known_hosts and the key pair, if the bundle has one. */
async function accessFrom(run: Run, node: ClusterNode, folder: string): Promise<(boot: Boot) => Promise<Access>> {
  const { io } = run.session;
  const top = compileLaptop(run.compile);
  const placed = async (name: string) => {
    const file = top.find(({ path }) => path === name);
    if (file === undefined) return undefined;
    await io.host.writeAtomic(`${folder}/${name}`, file.text, file.mode);
    return `${folder}/${name}`;
  };
  const knownHosts = (await placed("known_hosts")) ?? "none";
  const identity = run.options.sshKey ?? (await placed("id_ed25519"));
  return async (boot) => ({
    processes: io.processes,
    enter: [],
    host: "127.0.0.1",
    port: await guestPort(boot.qemu),
    name: node.name,
    user: run.cluster.access.user,
    knownHosts,
    identity,
  });
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
  return [times.join(", "), ...lines, ...(complaint === undefined ? [] : [`  nothing checked: ${complaint}`])].join(
    "\n",
  );
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

const notBootable = (names: readonly string[], cluster: Cluster) =>
  cluster.nodes
    .filter((node) => names.includes(node.name) && !isPi(node))
    .map((node) =>
      fault("not-bootable", "only cards for Raspberry Pi images can be booted here", {
        subject: node.name,
        notes: ["its image is generic: attach its seed.img to a virtual machine of your own"],
      }),
    );

const noImage = (path: string, { base }: BootOptions) =>
  fault("image-missing", "there is no image to boot from", {
    subject: path,
    notes: [
      base === undefined
        ? "--base IMG names a stock image, unpacked; `make testbed` makes one of Debian's packages (root on Debian)"
        : "check the path",
    ],
  });
