import * as z from "zod";

/** What is said of a schema beside its type: in messages, in the published JSON schema and in the reference. */
export interface Words {
  /** With an article: `a time zone`. */
  readonly what?: string;
  /** What would be right: a sentence or an example. */
  readonly expected?: string;
  /** The schema itself checks the form: what it takes is right. */
  readonly checked?: boolean;
  /** The value never appears in a message. */
  readonly secret?: boolean;
  /** What each word of a choice means. */
  readonly meanings?: Readonly<Record<string, string>>;
  /** Values as somebody would write them, the most telling one first. */
  readonly examples?: readonly unknown[];
  /** What holds without the key, where that is not one value but depends on something. */
  readonly otherwise?: string;
}

export const words = z.registry<Words>();

export function wordsOf(schema: z.core.$ZodType | undefined): Words {
  return (schema && words.get(schema)) ?? {};
}
