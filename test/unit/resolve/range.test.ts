import fc from "fast-check";
import { expect, test } from "vitest";
import { expandAddresses } from "../../../src/resolve/addresses.ts";
import { mostNodes, parseSeries } from "../../../src/resolve/range.ts";

function expand(text: string): readonly string[] | string {
  const series = parseSeries(text);
  return series.kind === "fault"
    ? series.message
    : Array.from({ length: series.count }, (_, index) => series.at(index));
}

test.each([
  ["dcn1", ["dcn1"]],
  ["dcn{2..4}", ["dcn2", "dcn3", "dcn4"]],
  ["w{08..11}x", ["w08x", "w09x", "w10x", "w11x"]],
  ["w{0..2}", ["w0", "w1", "w2"]],
  ["{7..7}", ["7"]],
])("%s stands for %j", (text, expected) => {
  expect(expand(text)).toEqual(expected);
});

test.each([
  ["a{1..2}b{1..2}", "more than one range in a text", undefined],
  ["a{1..2", "a brace without its other half", undefined],
  ["a{}", '"{}" is not a range', undefined],
  ["a{1-3}", '"{1-3}" is not a range', "a{1..3}"],
  ["a{a..c}", '"{a..c}" is not a range', undefined],
  ["a{3..1}", "a range counts up", "a{1..3}"],
  ["a[1..3]b", '"[1..3]" is not a range', "a{1..3}b"],
  ["a{1..010}", "with leading zeros both ends of a range have the same number of digits", "a{001..010}"],
  ["a{1..99999999999}", "the numbers of a range have at most 9 digits", undefined],
  ["a{1..100001}", `a range of 100001: at most ${mostNodes} nodes are possible`, undefined],
])("%s is no range: %s", (text, message, mended) => {
  const series = parseSeries(text);
  expect(series).toMatchObject({ kind: "fault", message });
  expect(series.kind === "fault" && series.mended).toBe(mended);
});

test("a range has as many texts as numbers, all different, in order", () => {
  const ends = fc.tuple(fc.nat(500), fc.nat(500)).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
  fc.assert(
    fc.property(ends, fc.boolean(), ([from, to], padded) => {
      const text = (n: number) => (padded ? String(n).padStart(4, "0") : String(n));
      const names = expand(`w{${text(from)}..${text(to)}}`);
      expect(names).toEqual(Array.from({ length: to - from + 1 }, (_, index) => `w${text(from + index)}`));
    }),
  );
});

const names = (written: string, count: number) => ({
  written,
  each: Array.from({ length: count }, (_, index) => `n${index + 1}`),
});

test("no text makes the range parser throw", () => {
  const texts = fc.oneof(fc.string(), fc.stringMatching(/^[a{}.0-9+]{0,12}$/));
  fc.assert(
    fc.property(texts, fc.nat(5), (text, count) => {
      expect(parseSeries(text)).toHaveProperty("kind");
      expect(expandAddresses(text, names("n", count))).toBeDefined();
    }),
  );
});

test("addresses count up over the ends of octets", () => {
  expect(expandAddresses("10.0.1.254+", names("w{1..4}", 4))).toEqual([
    "10.0.1.254",
    "10.0.1.255",
    "10.0.2.0",
    "10.0.2.1",
  ]);
});

test("a range may stand in any octet of an address", () => {
  expect(expandAddresses("10.1.{0..2}.9", names("w{1..3}", 3))).toEqual(["10.1.0.9", "10.1.1.9", "10.1.2.9"]);
});

test.each([
  ["10.1.40.{23..27}", 6, "bad-range", '"dcn{2..7}" is 6 names, but "10.1.40.{23..27}" 5 addresses', undefined],
  ["10.1.40.23", 6, "bad-range", '"dcn{2..7}" is 6 names, but "10.1.40.23" one address', "10.1.40.23+"],
  ["10.1.40.{250..256}", 7, "bad-value", '10.1.40.256 of "n7" is not an IPv4 address', undefined],
  ["10.1.40.{023..028}", 6, "bad-value", '10.1.40.023 of "n1" is not an IPv4 address', "10.1.40.{23..28}"],
  ["10.1.40+", 6, "bad-value", '"10.1.40" is not an IPv4 address', undefined],
  ["10.1.40.{300..305}", 6, "bad-value", '10.1.40.300 of "n1" is not an IPv4 address', undefined],
  ["255.255.255.254+", 3, "bad-range", "3 addresses from 255.255.255.254 upwards are more than there are", undefined],
])("%s for %i names is refused", (text, count, code, message, mended) => {
  const found = expandAddresses(text, names("dcn{2..7}", count));
  expect(found).toMatchObject({ code, message, ...(mended && { mended }) });
});

test.each([
  ["10.1.40.22/24", "10.1.40.22"],
  ["010.001.040.022", "10.1.40.22"],
  ["10.1.40.23-28", "10.1.40.{23..28}"],
  ["10.1.40.23..28", "10.1.40.{23..28}"],
  ["10.1.40.23 - 10.1.40.28", "10.1.40.{23..28}"],
  ["10.1.40.23-10.1.41.28", undefined],
  ["10.1.40.22.1", undefined],
  ["dhcp", undefined],
])("%s is no address; meant was %s", (text, mended) => {
  const found = expandAddresses(text, names("n", 1));
  expect("code" in found && found.mended).toBe(mended);
});

test("counting up needs a range of names", () => {
  expect(expandAddresses("10.1.40.22+", names("dcn1", 1))).toMatchObject({ code: "bad-range", mended: "10.1.40.22" });
});
