/** What a text with `{2..7}` in it stands for. A text without braces stands for itself, once. */
export type Series =
  | {
      readonly kind: "series";
      readonly count: number;
      readonly at: (index: number) => string;
    }
  | { readonly kind: "fault"; readonly message: string; readonly note?: string; readonly mended?: string };

/** So many nodes, at most, may one profile have; Kubernetes itself is made for 5,000 (kubernetes.io/docs/setup/best-practices/cluster-large). */
export const mostNodes = 20_000;

export function parseSeries(text: string): Series {
  if (text.length > longest)
    return { kind: "fault", message: "too long for a name or an address, and for a range of them" };
  const braces = (text.match(/[{}]/g) ?? []).join("");
  if (braces === "") return squareRange(text) ?? { kind: "series", count: 1, at: () => text };
  if (braces !== "{}") {
    const message = /^(?:\{\})+$/.test(braces) ? "more than one range in a text" : "a brace without its other half";
    return { kind: "fault", message, note };
  }
  const [, before = "", inside = "", after = ""] = /^([^{]*)\{([^}]*)\}(.*)$/.exec(text) ?? [];
  const [, from, to] = /^([0-9]+)\.\.([0-9]+)$/.exec(inside) ?? [];
  if (from !== undefined && to !== undefined) {
    return Math.max(from.length, to.length) > mostDigits ? tooLarge : numbered(before, from, to, after);
  }
  const mended = mend(inside);
  return {
    kind: "fault",
    message: `"{${inside}}" is not a range`,
    note,
    ...(mended && { mended: before + mended + after }),
  };
}

/** A DNS label has 63 characters, a range in its place some more. It counts before there are as many of them as the range says. */
const longest = 100;

const note = "a range is two numbers in braces: dcn{2..7}, w{001..100}; there is at most one in a text";

/** A number of more digits is none that could be counted to, and from sixteen on none that a computer counts exactly. */
const mostDigits = 9;
const tooLarge: Series = {
  kind: "fault",
  message: `the numbers of a range have at most ${mostDigits} digits`,
  note: `at most ${mostNodes} nodes are possible`,
};

/** Other languages write `{2-7}` or `{2:7}`. */
function mend(inside: string): string | undefined {
  const [, from, to] = /^\s*([0-9]+)\s*(?:\.+|-|:|,)\s*([0-9]+)\s*$/.exec(inside) ?? [];
  return from === undefined ? listed(inside) : `{${from}..${to}}`;
}

/** And a shell `{1,2,3}`, which need not be without gaps. */
function listed(inside: string): string | undefined {
  const numbers = /^\d{1,6}(?:,\d{1,6})+$/.test(inside) ? inside.split(",") : [];
  const isRow = numbers.every((each, index) => Number(each) === Number(numbers[0]) + index);
  return numbers.length > 0 && isRow ? `{${numbers[0]}..${numbers.at(-1)}}` : undefined;
}

/** And others `[2:7]`: in no name and in no address does a square bracket mean anything else. */
function squareRange(text: string): Series | undefined {
  const [, before, inside = "", after] = /^([^[\]]*)\[([^[\]]*)\]([^[\]]*)$/.exec(text) ?? [];
  const mended = mend(inside);
  if (mended === undefined) return undefined;
  return { kind: "fault", message: `"[${inside}]" is not a range`, note, mended: `${before}${mended}${after}` };
}

function numbered(before: string, from: string, to: string, after: string): Series {
  const [first, last] = [Number(from), Number(to)];
  const padded = [from, to].some((end) => end.length > 1 && end.startsWith("0"));
  if (padded && from.length !== to.length) {
    const digits = Math.max(from.length, to.length);
    const mended = `${before}{${from.padStart(digits, "0")}..${to.padStart(digits, "0")}}${after}`;
    const message = "with leading zeros both ends of a range have the same number of digits";
    return { kind: "fault", message, mended };
  }
  if (first > last) {
    return { kind: "fault", message: "a range counts up", mended: `${before}{${to}..${from}}${after}` };
  }
  const count = last - first + 1;
  if (count > mostNodes)
    return { kind: "fault", message: `a range of ${count}: at most ${mostNodes} nodes are possible` };
  const width = padded ? from.length : 0;
  const at = (index: number) => `${before}${String(first + index).padStart(width, "0")}${after}`;
  return { kind: "series", count, at };
}
