import { cardChanges } from "../../diff/card.ts";
import { type Change, noted } from "../../diff/change.ts";
import { gatherChanges, printChanges } from "../../diff/print.ts";
import { secretTexts } from "../../diff/secret-texts.ts";
import { type BootFiles, withBootPartition } from "../../image/boot-partition.ts";
import type { Write } from "../../image/card-writes.ts";
import { isLarge } from "../../image/large.ts";
import { type Fitting, fittingWrites, putCard } from "../../image/put-card.ts";
import { type Resident, residentOf } from "../../image/resident.ts";
import type { Bundle } from "../../model/bundle.ts";
import type { Cluster } from "../../model/cluster.ts";
import type { Diagnostic, Result } from "../../model/diagnostic.ts";
import { fault } from "../../model/fault.ts";
import { bootFolder, putIntoFolder } from "../boot-folder.ts";
import { compiled, type NodeCard, wantedNodes } from "../cards.ts";
import type { ApplyOptions } from "../commands/apply.ts";
import { devices, refusals } from "../devices.ts";
import type { Io } from "../io.ts";
import { type Session, withCluster } from "../session.ts";

/** Puts one node's card onto what holds a stock system already: a mounted boot partition, a whole card, or an image. */
export function applyVerb(io: Io, options: ApplyOptions): Promise<number> {
  return withCluster(io, options, async (cluster, session) => {
    const { value: wanted, diagnostics } = wantedNodes([options.node], cluster);
    if (wanted === undefined) return diagnostics;
    const place = await placeOf(io, options);
    if ("refused" in place) return place.refused;
    const { value: [card] = [], bundle, ...found } = await compiled(cluster, session, { ...options, node: [] }, wanted);
    if (card === undefined || bundle === undefined) return found.diagnostics;
    const run = { cluster, session, options, place, card, bundle };
    return [...found.diagnostics, ...(await applyCard(run))];
  });
}

/** Where the card goes, and how one looks at what is there. */
interface Place {
  readonly path: string;
  readonly look: <T>(action: (files: BootFiles) => T) => Promise<Result<T>>;
  readonly put: (fitting: Fitting) => Promise<readonly Diagnostic[]>;
}

interface Run {
  readonly cluster: Cluster;
  readonly session: Session;
  readonly options: ApplyOptions;
  readonly place: Place;
  readonly card: NodeCard;
  readonly bundle: Bundle;
}

async function placeOf(io: Io, options: ApplyOptions): Promise<Place | { refused: readonly Diagnostic[] }> {
  const { boot, device, image } = options;
  if (boot !== undefined) return folderPlace(io, boot);
  const path = device ?? image;
  if (path === undefined) return { refused: [nowhere] };
  if (device !== undefined) {
    const [found] = (await devices(io, device)) ?? [];
    const refused = found ? refusals(found, 0, true) : [notThere(device)];
    if (refused.length > 0) return { refused };
  } else if ((await io.host.stat(path))?.kind !== "file") return { refused: [notThere(path)] };
  return diskPlace(io, path);
}

async function folderPlace(io: Io, path: string): Promise<Place | { refused: readonly Diagnostic[] }> {
  if ((await io.host.stat(path))?.kind !== "folder") return { refused: [notThere(path)] };
  if (io.tree.list(path).length === 0) return { refused: [nothingIn(path)] };
  return {
    path,
    look: async (action) => ({ value: action(bootFolder(io, path)), diagnostics: [] }),
    put: (fitting) => putIntoFolder(io, path, fitting),
  };
}

function diskPlace(io: Io, path: string): Place {
  const opened = async <T>(access: "read" | "write", action: (disk: ReturnType<Io["openDisk"]>) => Promise<T>) => {
    const disk = io.openDisk(path, access);
    try {
      return await action(disk);
    } finally {
      disk.close();
    }
  };
  return {
    path,
    look: (action) => opened("read", (disk) => withBootPartition(disk, action)),
    put: (fitting) => opened("write", (disk) => putCard(disk, fitting)),
  };
}

async function applyCard(run: Run): Promise<readonly Diagnostic[]> {
  const { place, card, session } = run;
  const { node, card: compiledCard, payload } = card;
  const fitting = { files: [...compiledCard.render(), ...payload], image: node.os.image, board: node.board };
  const seen = await place.look((files) => lookAt(files, fitting));
  const subject = place.path;
  const refused = [...seen.diagnostics, ...(seen.value?.diagnostics ?? [])].map((each) => ({ ...each, subject }));
  const found = seen.value?.value;
  if (found === undefined) return refused;
  const used = usedBefore(subject, found.resident, compiledCard.plan.instanceId);
  if (run.options.dryRun) {
    session.io.out(preview(run, found.changes));
    return used;
  }
  const failed = await place.put(fitting);
  if (failed.length > 0) return failed.map((each) => ({ ...each, subject: each.subject ?? subject }));
  session.io.out(`${subject}  ${found.changes.length === 0 ? "it is" : "it is now"} the card of ${node.name}\n`);
  return used;
}

interface Before {
  readonly write: Write;
  /** Undefined: there is no such file. */
  readonly before: Uint8Array | undefined;
}

interface Found {
  readonly changes: readonly Before[];
  readonly resident: Resident | undefined;
}

function lookAt(files: BootFiles, fitting: Fitting): Result<Found> {
  const { value: writes, diagnostics } = fittingWrites(files, fitting);
  if (writes === undefined) return { diagnostics };
  const changes = writes.map((write) => ({
    write,
    before: isLarge(write.content) ? undefined : files.read(write.path),
  }));
  return { value: { changes, resident: residentOf(files) }, diagnostics };
}

/** cloud-init goes by the instance-id: with another one it takes the card for that of a new machine. */
function usedBefore(subject: string, resident: Resident | undefined, instanceId: string): readonly Diagnostic[] {
  if (resident === undefined || !resident.hasRun || resident.instanceId === instanceId) return [];
  const nodeOf = (id: string) => id.replace(/-[0-9a-f]+$/, "");
  const stranger = nodeOf(resident.instanceId) !== nodeOf(instanceId);
  const notes = [
    `at its next start cloud-init runs again and sets up ${nodeOf(instanceId)}; steps whose inputs are the same are not done again`,
    ...(stranger
      ? [`what ${nodeOf(resident.instanceId)} has stored stays on it: edgegen flash makes it a fresh card`]
      : []),
  ];
  return [fault("card-used", `it has run as ${resident.instanceId}, and is for ${instanceId}`, { subject, notes })];
}

function preview({ card, bundle, place }: Run, changes: readonly Before[]): string {
  const { node, card: compiledCard } = card;
  const known = { secrets: secretTexts(bundle, node.name), toBeMade: [] };
  const sides = { plan: compiledCard.plan, builtId: undefined, known };
  const shown = gatherChanges();
  const each = changes.flatMap(({ write, before }): readonly Change[] => {
    const name = `boot/${write.path}`;
    const [old, fresh] = [textOf(before), isLarge(write.content) ? undefined : textOf(write.content)];
    if (fresh === undefined) return [noted(name, `${write.content.length} bytes`)];
    const isSeed = write.path === "user-data";
    const version = old === undefined && !isSeed ? undefined : { text: old ?? "", mode: "" };
    return cardChanges(name, version, { text: fresh, mode: version?.mode ?? "" }, sides);
  });
  for (const change of each) shown.add(node.name, change);
  const count = changes.length === 1 ? "1 file" : `${changes.length} files`;
  return `${printChanges(shown, "lines")}${place.path}  ${changes.length === 0 ? "nothing" : count} would change\n`;
}

/** Undefined also for what is no text, or too long to be looked at. */
function textOf(bytes: Uint8Array | undefined): string | undefined {
  if (bytes === undefined || bytes.length > 2_000_000) return undefined;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

const nowhere = fault("device-refused", "onto what? --boot DIR, --device DEV or --image FILE", {
  notes: ["--boot names where the small partition of the card is mounted: /media/me/bootfs"],
});

const notThere = (path: string) =>
  fault("file-unreadable", "it is not there, or not what that option names", {
    subject: path,
    notes: ["--boot names a folder, --image a file, --device a disk as lsblk lists them"],
  });

const nothingIn = (path: string) =>
  fault("image-unfit", "this folder is empty", {
    subject: path,
    notes: [
      "is the small partition of the card mounted here? It is called bootfs or system-boot, and has a config.txt",
    ],
  });
