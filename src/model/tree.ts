import type { Span } from "./span.ts";

/**
 * A parsed document in which everything knows where it stood: what `yaml/` makes of a text and what merging, validating and
 * resolving work on. Aliases are already followed; a value that came through one has the span of what it points to.
 */
export type Tree = MapTree | ListTree | ScalarTree;

export interface MapTree {
  readonly kind: "map";
  readonly span: Span;
  readonly entries: ReadonlyMap<string, MapEntry>;
  /** On a root: a file that belongs here could not be read, so that what is absent may merely stand there. */
  readonly partial?: true;
}

export interface MapEntry {
  readonly keySpan: Span;
  readonly value: Tree;
}

export interface ListTree {
  readonly kind: "list";
  readonly span: Span;
  readonly items: readonly Tree[];
}

export interface ScalarTree {
  readonly kind: "scalar";
  readonly span: Span;
  readonly value: string | number | boolean | null;
  /** The source of an unquoted scalar: `0600` and `1.10` lose their form when they become numbers. */
  readonly plain?: string;
  /** It stood in double quotes, where a backslash begins an escape. */
  readonly escapes?: true;
}

/** Keys and list positions from the root of a document to a value in it. */
export type Path = readonly (string | number)[];
