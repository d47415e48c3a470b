import { parseAddress, showAddress } from "../address/ipv4.ts";
import { parseSeries } from "./range.ts";

export interface AddressFault {
  readonly code: "bad-range" | "bad-value";
  readonly message: string;
  readonly notes?: readonly string[];
  readonly mended?: string;
}

/** The names that the addresses are for: as they are written, and written out. */
interface Names {
  readonly written: string;
  readonly each: readonly string[];
}

/** The addresses of some nodes, as `10.1.40.{23..28}` or `10.0.1.1+` or, for one node, as they stand. */
export function expandAddresses(text: string, names: Names): readonly string[] | AddressFault {
  return text.endsWith("+") ? countUp(text.slice(0, -1), names) : expand(text, names);
}

/** From an address upwards, over the ends of octets. */
function countUp(start: string, { written, each: { length: count } }: Names): readonly string[] | AddressFault {
  const first = parseAddress(start);
  if (first === undefined) return notAnAddress(start);
  if (count === 1) {
    return {
      code: "bad-range",
      message: `${start}+ counts up along a range of names, and "${written}" is one name`,
      mended: start,
    };
  }
  if (first + count - 1 > 0xff_ff_ff_ff)
    return { code: "bad-range", message: `${count} addresses from ${start} upwards are more than there are` };
  return Array.from({ length: count }, (_, index) => showAddress(first + index));
}

function expand(text: string, names: Names): readonly string[] | AddressFault {
  const series = parseSeries(text);
  if (series.kind === "fault") return { code: "bad-range", ...series, notes: series.note ? [series.note] : [] };
  const addresses = Array.from({ length: series.count }, (_, index) => series.at(index));
  const wrong = addresses.findIndex((address) => parseAddress(address) === undefined);
  if (wrong >= 0)
    return addresses.length === 1 || text.includes("/") ? notAnAddress(text) : notOne(text, addresses, wrong, names);
  return series.count === names.each.length ? addresses : unequal(text, names, series.count);
}

function unequal(text: string, { written, each }: Names, addresses: number): AddressFault {
  const plural = (n: number, word: string) =>
    n === 1 ? `one ${word}` : `${n} ${word}${word.endsWith("s") ? "es" : "s"}`;
  const message = `"${written}" is ${plural(each.length, "name")}, but "${text}" ${plural(addresses, "address")}`;
  const notes = [fitting(written, each.length, text, addresses), ...nameMeant(written, addresses)];
  return { code: "bad-range", message, notes, ...(addresses === 1 && { mended: `${text}+` }) };
}

/** What would be as long as the other side. */
function fitting(names: string, nameCount: number, addresses: string, addressCount: number): string {
  const pairs = [
    [names, addressCount],
    [addresses, nameCount],
  ] as const;
  const ranges = pairs.flatMap(([text, count]) => (count > 1 ? (ofLength(text, count) ?? []) : []));
  const either = ranges.length === 2 ? `either ${ranges.join(" or ")}; ` : "";
  return `${either || "both sides of a range have the same length; "}a + behind one address counts up along the names`;
}

/** The same range, with so many in it. */
function ofLength(text: string, count: number): string | undefined {
  const [range, from, to] = /\{([0-9]{1,9})\.\.([0-9]{1,9})\}/.exec(text) ?? [];
  if (range === undefined || from === undefined || to === undefined) return undefined;
  const end = String(Number(from) + count - 1).padStart(to.startsWith("0") ? to.length : 0, "0");
  return JSON.stringify(text.replace(range, `{${from}..${end}}`));
}

/** `lab1-3` is a name, and may have been meant as three. */
function nameMeant(written: string, count: number): readonly string[] {
  const [, before = "", from, to] = /^(.*?)(\d{1,9})(?:-|\.\.|:)(\d{1,9})$/.exec(written) ?? [];
  if (from === undefined || Number(to) - Number(from) + 1 !== count) return [];
  return [`${count} names are written "${before}{${from}..${to}}"`];
}

/** One of a range is no address: that one is named, and whose it would be. */
function notOne(text: string, addresses: readonly string[], wrong: number, { each }: Names): AddressFault {
  const [first, name] = [addresses[0] ?? "", each[wrong]];
  const whose = name === undefined ? "" : ` of "${name}"`;
  const countsOn =
    parseAddress(first) === undefined
      ? []
      : [
          `${first}+ counts on over the end of an octet, in a network that is as large`,
          ...latest(first, addresses.length),
        ];
  const mended = text.replace(/(^|[.{])0+(?=[0-9])/g, "$1");
  return {
    code: "bad-value",
    message: `${addresses[wrong]}${whose} is not an IPv4 address`,
    notes: ["expected: four numbers from 0 to 255, without leading zeros", ...countsOn],
    ...(mended !== text && isAddressOrRange(mended) && { mended }),
  };
}

/** Where a row of so many begins at the latest, so that it fits with others into a /24. */
function latest(first: string, count: number): readonly string[] {
  if (count > 253) return [];
  return [`${first.replace(/\d+$/, String(255 - count))}+ is the last start from which ${count} fit into one octet`];
}

function notAnAddress(text: string): AddressFault {
  const mended = mend(text.trim());
  const isBetter = mended !== text && isAddressOrRange(mended);
  const expected = /^dhcp/i.test(text)
    ? "every node has a fixed address: certificates, tokens and the firewall are made for it"
    : "expected: four numbers from 0 to 255, without leading zeros: 10.1.40.22";
  const prefix = isBetter && text.includes("/") ? ["the length of the prefix stands in network.subnet"] : [];
  return {
    code: "bad-value",
    message: `${JSON.stringify(text)} is not an IPv4 address`,
    notes: [expected, ...prefix],
    ...(isBetter && { mended }),
  };
}

/** Leading zeros, the prefix that netplan wants, and what others write for a range: `.23-28`, `.23..28`, `.23-10.1.40.28`. */
function mend(text: string): string {
  const [, network = "", from, other = network, to] =
    /^(\d+\.\d+\.\d+\.)(\d+)\s*(?:-|\.\.)\s*(\d+\.\d+\.\d+\.)?(\d+)$/.exec(text) ?? [];
  if (from !== undefined && to !== undefined && other === network) return `${network}{${from}..${to}}`;
  return text.replace(/\/\d+$/, "").replace(/(^|\.)0+(?=[0-9])/g, "$1");
}

function isAddressOrRange(text: string): boolean {
  const series = parseSeries(text);
  return series.kind === "series" && parseAddress(series.at(series.count - 1)) !== undefined;
}
