import { parseAddress, showAddress } from "../address/ipv4.ts";
import { parseSeries } from "./range.ts";

export interface AddressFault {
  readonly code: "bad-range" | "bad-value";
  readonly message: string;
  readonly notes?: readonly string[];
  readonly mended?: string;
}

/** The addresses of `count` nodes, as `10.1.40.{23..28}` or `10.0.1.1+` or, for one node, as they stand. */
export function expandAddresses(text: string, names: string, count: number): readonly string[] | AddressFault {
  return text.endsWith("+") ? countUp(text.slice(0, -1), names, count) : expand(text, names, count);
}

/** From an address upwards, over the ends of octets. */
function countUp(start: string, names: string, count: number): readonly string[] | AddressFault {
  const first = parseAddress(start);
  if (first === undefined) return notAnAddress(start);
  if (count === 1) {
    return {
      code: "bad-range",
      message: `${start}+ counts up along a range of names, and "${names}" is one name`,
      mended: start,
    };
  }
  if (first + count - 1 > 0xff_ff_ff_ff)
    return { code: "bad-range", message: `${count} addresses from ${start} upwards are more than there are` };
  return Array.from({ length: count }, (_, index) => showAddress(first + index));
}

function expand(text: string, names: string, count: number): readonly string[] | AddressFault {
  const series = parseSeries(text);
  if (series.kind === "fault") return { code: "bad-range", ...series, notes: series.note ? [series.note] : [] };
  const addresses = Array.from({ length: series.count }, (_, index) => series.at(index));
  const wrong = addresses.find((address) => parseAddress(address) === undefined);
  if (wrong !== undefined) return notAnAddress(wrong);
  return series.count === count ? addresses : unequal(text, names, count, series.count);
}

function unequal(text: string, names: string, count: number, addresses: number): AddressFault {
  const plural = (n: number, word: string) =>
    n === 1 ? `one ${word}` : `${n} ${word}${word.endsWith("s") ? "es" : "s"}`;
  const message = `"${names}" is ${plural(count, "name")}, but "${text}" ${plural(addresses, "address")}`;
  const notes = ["both sides of a range have the same length; a + behind one address counts up along the names"];
  return { code: "bad-range", message, notes, ...(addresses === 1 && { mended: `${text}+` }) };
}

function notAnAddress(text: string): AddressFault {
  const notes = ["expected: four numbers from 0 to 255, without leading zeros: 10.1.40.22"];
  const mended = text.trim().replace(/(^|\.)0+(?=[0-9])/g, "$1");
  const isBetter = mended !== text && parseAddress(mended) !== undefined;
  return { code: "bad-value", message: `"${text}" is not an IPv4 address`, notes, ...(isBetter && { mended }) };
}
