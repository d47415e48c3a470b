import type { Drift } from "../emit/drift.ts";
import { manifestName, ownerOf } from "../emit/manifest.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";

interface Report {
  /** out/<cluster>. */
  readonly target: string;
  /** Whether the folder of a card is there. */
  readonly isBuilt: (node: string) => boolean;
  readonly found: readonly Drift[];
}

/** What is not as a build would write it: of each card one thing, and one of the files beside the cards. */
export function driftReport({ target, isBuilt, found }: Report): readonly Diagnostic[] {
  const groups = new Map<string, Drift[]>();
  for (const each of concerning(found, `${target}/${manifestName}`)) {
    const subject = each.change === "foreign" ? each.path : ownerOrTop(target, each.path);
    groups.set(subject, [...(groups.get(subject) ?? []), each]);
  }
  return [...groups].map(([subject, files]) => {
    const isCard = subject !== target;
    if (isCard && files.every(({ change }) => change === "stale")) return ofCard(subject, ...gone);
    if (isCard && files.every(({ change }) => change === "missing") && !isBuilt(subject))
      return ofCard(subject, ...fresh);
    const [only, ...others] = files;
    return only && others.length === 0 ? oneFile(only) : severalFiles(subject, files);
  });
}

/** The manifest differs wherever anything does. */
function concerning(found: readonly Drift[], manifest: string): readonly Drift[] {
  const others = found.filter(({ path }) => path !== manifest);
  return others.some(({ change }) => change !== "foreign") ? others : found;
}

/** The folder of the card that a file belongs to; of those beside the cards the whole. */
function ownerOrTop(target: string, path: string): string {
  const within = path.slice(target.length + 1);
  return within.includes("/") || within.endsWith(".tar") ? `${target}/${ownerOf(within)}` : target;
}

const writes = "edgegen build writes it anew";
const removes = "edgegen build removes it";
const gone = ["this node is not in the profile any more", removes] as const;
const fresh = ["this card has not been built yet", "edgegen build writes it"] as const;

const ofCard = (subject: string, message: string, note: string) => fault("drift", message, { subject, notes: [note] });

function severalFiles(subject: string, files: readonly Drift[]): Diagnostic {
  const names = files.map(({ path }) => path.slice(subject.length + 1) || path);
  const shown = names.length > 4 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : names.join(", ");
  const message = `${files.length} files are not what a build would write: ${shown}`;
  return ofCard(subject, message, `${writes}; edgegen diff shows what would change`);
}

const changes = {
  missing: ["is missing", writes],
  changed: ["differs", writes],
  mode: ["has another mode", writes],
  stale: ["should not be there any more", removes],
  foreign: [
    "should not be there: edgegen did not write it",
    "it would be copied to the card: move it away, or delete it; edgegen build does neither",
  ],
} as const;

function oneFile({ path, change }: Drift): Diagnostic {
  const [message, note] = changes[change];
  return ofCard(path, message, note);
}
