import type { Span } from "./span.ts";

/** A file that the profile names and that goes onto a card or into the access list: a manifest, a public key. */
export interface AttachedFile {
  /** Its own name, without folders. */
  readonly name: string;
  readonly text: string;
}

/** What stood behind the paths that the profile names, by {@link attachmentKey}: one file, or those of a folder. */
export type Attachments = ReadonlyMap<string, readonly AttachedFile[]>;

/** A path counts from the file that it is written in, so the same text may mean two files. */
export function attachmentKey(written: string, span: Span): string {
  return `${span.file}\n${written}`;
}
