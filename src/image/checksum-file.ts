/**
 * The sha256 of a file by what sha256sum wrote of it: `<64 digits>  NAME`, in BSD's form `SHA256 (NAME) = <64 digits>`, or the digits
 * alone. Of several lines the one that names the file counts. Undefined: there is none.
 */
export function checksumIn(text: string, name: string): string | undefined {
  const lines = text.split(/\r?\n/).filter((line) => sum.test(line));
  const line = lines.find((each) => each.includes(name)) ?? (lines.length === 1 ? lines[0] : undefined);
  return line === undefined ? undefined : sum.exec(line)?.[0].toLowerCase();
}

const sum = /\b[0-9a-f]{64}\b/i;
