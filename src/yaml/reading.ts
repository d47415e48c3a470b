import type { Remark } from "./documents.ts";
import type { Opened } from "./opened.ts";

/** A text in which the parser found errors, as those see it who explain them. */
export interface Reading {
  readonly text: string;
  /** The text without its secrets: a message may quote from it. */
  readonly shown: string;
  readonly opened: Opened;
  readonly remarks: readonly Remark[];
}
