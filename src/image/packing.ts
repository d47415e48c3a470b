/** How a packed image begins: the file formats' own magic numbers. */
const starts = {
  xz: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00],
  gzip: [0x1f, 0x8b],
  zip: [0x50, 0x4b, 0x03, 0x04],
  zstd: [0x28, 0xb5, 0x2f, 0xfd],
} as const;

export type Packer = keyof typeof starts;

/** By its first bytes, since a name may say anything. Undefined: it is not packed. */
export const packerOf = (start: Uint8Array): Packer | undefined =>
  (Object.keys(starts) as Packer[]).find((name) => starts[name].every((byte, at) => start[at] === byte));
