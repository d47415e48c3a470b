import type * as z from "zod";

/**
 * How keys that must be there are marked. The published schema requires them; once a fault was found and its value taken out, the
 * same schema is read without that demand, so that the rest still becomes a profile. For the type they are optional either way.
 */
export type Need = <T extends z.ZodType>(schema: T) => z.ZodOptional<T>;

/** The cast is the point: see {@link Need}. */
export const required: Need = <T extends z.ZodType>(schema: T) => schema as unknown as z.ZodOptional<T>;
export const lenient: Need = (schema) => schema.optional();
