import type { Host } from "../host/host.ts";
import type { Attachments } from "../model/attachments.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { nameOf } from "../model/file-name.ts";
import type { Sources } from "../model/span.ts";
import type { MapTree } from "../model/tree.ts";
import { readAttachments } from "./attachments.ts";
import { checkClusterName } from "./cluster-name.ts";
import { includeAll, type Session } from "./include.ts";
import { join, withoutEnding } from "./path.ts";

export interface Loaded {
  /** What the cluster is called when it does not say so itself: the file's name without its ending. */
  readonly name: string;
  /** The profile with its includes merged into it; undefined when the profile itself cannot be read. */
  readonly tree: MapTree | undefined;
  readonly sources: Sources;
  readonly attachments: Attachments;
}

/**
 * Reads a profile, what it includes, and the manifests and keys that it names. The path counts from the working folder, every other
 * one from the file that it is written in. What was read is there even when something is wrong with it, for the printer.
 */
export async function load(
  host: Host,
  path: string,
): Promise<{ readonly value: Loaded; readonly diagnostics: readonly Diagnostic[] }> {
  const session: Session = { host, sources: new Map(), diagnostics: [], open: [] };
  const file = join("", path, host.home);
  const tree = await includeAll(session, file);
  const { sources, diagnostics } = session;
  const attached = tree && (await readAttachments(host, tree));
  for (const [name, text] of attached?.sources ?? []) sources.set(name, text);
  const attachments: Attachments = attached?.attachments ?? new Map();
  const value = { name: withoutEnding(nameOf(file)), tree, sources, attachments };
  const named = tree ? await checkClusterName(host, file, tree, sources) : [];
  return { value, diagnostics: [...diagnostics, ...(attached?.diagnostics ?? []), ...named] };
}
