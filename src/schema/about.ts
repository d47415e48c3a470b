import * as z from "zod";
import { type Words, words } from "./words.ts";

/**
 * What a key is for, in a sentence or two, with examples; everything that an editor and the reference page show of it comes from here
 * and from the table of defaults.
 */
export function about<T extends z.ZodType>(
  schema: T,
  description: string,
  more: Pick<Words, "otherwise" | "secret"> & { readonly examples: readonly unknown[] },
): T {
  const described = schema.describe(description);
  words.add(described, more);
  return described;
}

/** One of a few words, each with what it means. */
export function choice<Word extends string>(meanings: Readonly<Record<Word, string>>) {
  return z.enum(Object.keys(meanings) as Word[]).register(words, { meanings });
}
