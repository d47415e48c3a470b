const unitsInBytes: Readonly<Record<string, number>> = {
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
  kB: 10 ** 3,
  MB: 10 ** 6,
  GB: 10 ** 9,
  TB: 10 ** 12,
};

export const sizePattern = /^([0-9]+(?:\.[0-9]+)?)([KMGT]iB|[kMGT]B)$/;

/** Whole MiB of a size such as `8GiB` (binary) or `1GB` (decimal), rounded to the nearest; undefined when it is no size, or less than half of one. */
export function parseSize(text: string): number | undefined {
  const [, amount, unit] = sizePattern.exec(text) ?? [];
  if (amount === undefined || unit === undefined) return undefined;
  const mib = Math.round((Number(amount) * (unitsInBytes[unit] ?? 0)) / 2 ** 20);
  return mib > 0 ? mib : undefined;
}

/** What somebody probably meant by `8g`, `512 mb` or `4Gi`: boards are sold in binary sizes. A small number counts GiB, a large one MiB. */
export function mendSize(text: string): string | undefined {
  const bare = /^[0-9]{1,6}$/.test(text.trim()) ? Number(text) : 0;
  if (bare > 0) return bare <= 64 ? `${bare}GiB` : bare >= 256 ? showSize(bare) : undefined;
  const [, amount, prefix] = /^([0-9]+(?:\.[0-9]+)?)\s*([kmgt])(?:i?b?)$/i.exec(text.trim()) ?? [];
  return amount && prefix && `${amount}${prefix.toUpperCase()}iB`;
}

/** Text for a size in MiB: `4GiB`, `512MiB`. */
export function showSize(mib: number): string {
  return mib >= 1024 && mib % 1024 === 0 ? `${mib / 1024}GiB` : `${mib}MiB`;
}

/** As it was most likely written: memory that is sold by powers of two is called by powers of ten. */
export function showWritten(mib: number): string {
  const names = [..."1 2 3 4 6 8 12 16 24 32 64".split(" ").map((n) => `${n}GB`), "256MB", "512MB", "768MB"];
  return names.find((name) => parseSize(name) === mib) ?? showSize(mib);
}
