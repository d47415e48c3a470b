/** What a probe printed, line by line, without the empty ones. */
export const lines = (seen: string): readonly string[] => seen.split("\n").filter((line) => line.trim() !== "");

/** Of lines such as `name=value`. A name that stands there twice counts as it stands last. */
export function fields(seen: string): ReadonlyMap<string, string> {
  return new Map(lines(seen).map((line) => split(line, "=")));
}

/** The values of all lines `name=value` with this name. */
export function valuesOf(seen: string, name: string): readonly string[] {
  return lines(seen)
    .map((line) => split(line, "="))
    .filter(([key]) => key === name)
    .map(([, value]) => value);
}

/** At the first separator; without one there is nothing behind it. */
export function split(line: string, separator: string): readonly [string, string] {
  const at = line.indexOf(separator);
  return at === -1 ? [line, ""] : [line.slice(0, at), line.slice(at + separator.length)];
}

/** The JSON that stands among lines such as `name=value`. */
export const jsonAmong = (seen: string): unknown =>
  fromJson(
    lines(seen)
      .filter((line) => !/^[a-z]+=/.test(line))
      .join("\n"),
  );

/** Undefined for what is no JSON: a program that is missing prints something else. */
export function fromJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
