import * as z from "zod";

/** What messages say of a schema beside its type. Kept apart from zod's own metadata, which goes into the published JSON schema. */
export interface Words {
  /** With an article: `a time zone`. */
  readonly what?: string;
  /** What would be right: a sentence or an example. */
  readonly expected?: string;
  /** The schema itself checks the form: what it takes is right. */
  readonly checked?: boolean;
  /** The value never appears in a message. */
  readonly secret?: boolean;
}

export const words = z.registry<Words>();

export function wordsOf(schema: z.core.$ZodType | undefined): Words {
  return (schema && words.get(schema)) ?? {};
}
