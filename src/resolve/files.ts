import { type AttachedFile, type Attachments, attachmentKey } from "../model/attachments.ts";
import type { MapTree, Path } from "../model/tree.ts";
import { findAt } from "../model/tree-path.ts";

/** Things of which several may stand behind one item of the profile, and for each of them the position of that item. */
export interface Placed<T> {
  readonly items: readonly T[];
  readonly positions: readonly number[];
}

function placed<T>(groups: readonly (readonly T[])[]): Placed<T> {
  return { items: groups.flat(), positions: groups.flatMap((group, position) => group.map(() => position)) };
}

/** The manifests behind `k3s.manifests`. What could not be read has been reported. */
export function manifests(tree: MapTree, written: readonly string[], attachments: Attachments): Placed<AttachedFile> {
  return placed(written.map((path, index) => attached(tree, ["k3s", "manifests", index], path, attachments)));
}

/** A key as it stands in the profile, or the path of a file that holds some. */
type KeySource = string | { readonly file?: string | undefined };

/** The keys of `access.ssh_authorized_keys`, one a line. */
export function authorizedKeys(tree: MapTree, sources: readonly KeySource[], attachments: Attachments): Placed<string> {
  return placed(
    sources.map((source, index) => {
      if (typeof source === "string") return [source.trim()];
      const path: Path = ["access", "ssh_authorized_keys", index, "file"];
      return attached(tree, path, source.file ?? "", attachments).flatMap(({ text }) => keyLines(text));
    }),
  );
}

/** Anything that is no list of keys stays in one piece, for the rule that says what it is instead. */
function keyLines(text: string): readonly string[] {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
  const isKeys = lines.length > 0 && lines.every((line) => /^(?:ssh|ecdsa|sk)-/.test(line));
  return isKeys ? lines : [text.trim()];
}

function attached(tree: MapTree, path: Path, written: string, attachments: Attachments): readonly AttachedFile[] {
  const span = findAt(tree, path)?.value.span;
  return (span && attachments.get(attachmentKey(written, span))) ?? [];
}
