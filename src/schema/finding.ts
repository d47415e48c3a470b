import type { Code } from "../model/catalogue.ts";
import type { Path } from "../model/tree.ts";

/** What the schema found wrong, where, and what would have been right. Words and places are made of it by `validate`. */
export type Finding =
  | {
      readonly kind: "unknown";
      readonly path: Path;
      readonly key: string;
      readonly allowed: readonly string[];
      /** Those of the allowed keys behind which a secret stands. */
      readonly secrets: readonly string[];
      /** The map itself stands where a secret belongs: its keys may be one. */
      readonly secret: boolean;
    }
  | { readonly kind: "missing"; readonly path: Path }
  | {
      readonly kind: "type";
      readonly path: Path;
      /** `text`, `a list`, `true or false`, ... */
      readonly expected: string;
      readonly secret: boolean;
      /** More words on it: an example. */
      readonly note: string | undefined;
      /** Whether another value would do: the same characters with quotes, or without. */
      readonly fits: (value: unknown) => boolean;
    }
  | {
      readonly kind: "choice";
      readonly path: Path;
      readonly choices: readonly (string | number | boolean)[];
      readonly expected: string;
      readonly fits: (value: unknown) => boolean;
    }
  | {
      readonly kind: "form";
      readonly path: Path;
      readonly code: Code;
      /** The fault is in the key itself, not in what stands behind it. */
      readonly atKey: boolean;
      readonly what: string;
      readonly expected: string;
      readonly hint: string | undefined;
      readonly mended: string | undefined;
      readonly secret: boolean;
    };
