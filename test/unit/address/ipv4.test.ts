import fc from "fast-check";
import { expect, test } from "vitest";
import {
  contains,
  isForHosts,
  parseAddress,
  parseNetwork,
  showAddress,
  showNetwork,
} from "../../../src/address/ipv4.ts";

const address = fc.integer({ min: 0, max: 0xff_ff_ff_ff });
const network = (text: string) => {
  const parsed = parseNetwork(text);
  if (parsed === undefined) throw new Error(text);
  return parsed;
};

test("an address is read as it is shown", () => {
  fc.assert(
    fc.property(address, (value) => {
      expect(parseAddress(showAddress(value))).toBe(value);
    }),
  );
});

test.each(["10.1.40", "10.1.40.256", "010.1.40.1", "10.1.40.1 ", "1e3.0.0.1", "::1", ""])(
  "%j is no IPv4 address",
  (text) => {
    expect(parseAddress(text)).toBeUndefined();
  },
);

test("a network holds exactly the addresses with its prefix", () => {
  fc.assert(
    fc.property(address, address, fc.integer({ min: 0, max: 32 }), (base, other, prefixLength) => {
      const parsed = network(`${showAddress(base)}/${prefixLength}`);
      const bits = (value: number) => value.toString(2).padStart(32, "0").slice(0, prefixLength);
      expect(contains(parsed, other)).toBe(bits(base) === bits(other));
      expect(parsed.last - parsed.first + 1).toBe(2 ** (32 - prefixLength));
    }),
  );
});

test("a network is shown by its first address", () => {
  expect(showNetwork(network("10.1.40.77/24"))).toBe("10.1.40.0/24");
});

test.each(["10.1.40.0", "10.1.40.0/33", "10.1.40.0/024", "10.1.40/24"])("%j is no network", (text) => {
  expect(parseNetwork(text)).toBeUndefined();
});

test.each([
  ["192.168.1.0/24", true],
  ["100.64.0.0/10", true],
  ["127.0.0.0/8", false],
  ["169.254.0.0/16", false],
  ["224.0.0.0/24", false],
  ["240.0.0.0/24", false],
  ["0.0.0.0/8", false],
])("that hosts can be in %s is %s", (text, expected) => {
  expect(isForHosts(network(text))).toBe(expected);
});
