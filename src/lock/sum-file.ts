/** The sha256 of each name in what sha256sum(1) printed: `<hex>  <name>`, or `<hex> *<name>` of binary files. */
export function readSums(text: string): ReadonlyMap<string, string> {
  const sums = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const [, sum, name] = /^([0-9a-fA-F]{64}) [ *](\S+)\s*$/.exec(line) ?? [];
    if (sum !== undefined && name !== undefined) sums.set(name, sum.toLowerCase());
  }
  return sums;
}
