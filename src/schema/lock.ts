import * as z from "zod";

/** A lock as it stands in its file. */
export type LockFile = z.infer<typeof lockFile>;

const pin = z.strictObject({
  url: z.string().regex(/^https?:\/\/[^\s@]+$/),
  size: z.int().positive(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

const release = z.string().regex(/^v\d+\.\d+\.\d+\+k3s\d+$/);

export const lockFile = z.strictObject({
  version: z.literal(1),
  created: z.int().positive(),
  channel: z.strictObject({ name: z.string().min(1), release }).optional(),
  k3s: z.record(release, z.record(z.string(), pin)).default({}),
  rancher: z.record(z.string(), z.string().regex(/^sha256:[0-9a-f]{64}$/)).default({}),
  images: z.partialRecord(z.enum(["raspios-trixie", "ubuntu-24.04", "ubuntu-26.04"]), pin).default({}),
});
