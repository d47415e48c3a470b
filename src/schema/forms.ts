import * as z from "zod";
import { mendSize } from "../model/size.ts";
import type { Form } from "./form.ts";

const octet = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
const label = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
const address = `${octet}\\.${octet}\\.${octet}\\.${octet}`;
/** The last label must not be a number: `10.1.40.300` is a mistyped address, not a name. */
const hostPattern = `(?=.{1,253}$)(?:${label}\\.)*(?![0-9]+$)${label}`;
const ipv6 = new RegExp(z.regexes.ipv6.source);

const lower = (text: string) => text.trim().toLowerCase();
const isAddress = (text: string) => new RegExp(`^${address}$`).test(text) || ipv6.test(text);
const isHost = (text: string) => new RegExp(`^${hostPattern}$`).test(text);

export const ipv4: Form = {
  what: "an IPv4 address",
  expected: "four numbers from 0 to 255, without leading zeros: 10.1.40.1",
  pattern: new RegExp(`^${address}$`),
  mend: (text) => text.trim().replace(/(^|\.)0+(?=[0-9])/g, "$1"),
};

export const network: Form = {
  what: "an IPv4 network",
  expected: "the first address and the length of its prefix, from 8 to 30: 10.1.40.0/24",
  pattern: new RegExp(`^${address}/(?:[89]|[12][0-9]|30)$`),
};

/** Whether it is IPv4, IPv6 or a name is not the profile's business but the resolver's. */
export const host: Form = {
  what: "a host name or an address",
  expected: "for example pool.ntp.org or 10.1.40.1",
  accepts: (text) => isHost(text) || isAddress(text),
  mend: lower,
};

export const ipAddress: Form = {
  what: "an IP address",
  expected: "for example 1.1.1.1 or 2606:4700:4700::1111",
  accepts: isAddress,
  mend: (text) => text.trim(),
};

export const domain: Form = {
  what: "a DNS domain",
  expected: "lower-case letters, digits and hyphens, with dots between: lab.example.org",
  pattern: new RegExp(`^${hostPattern}$`),
  mend: (text) => lower(text).replace(/\.$/, ""),
};

/** IFNAMSIZ of Linux leaves 15 characters. */
export const networkInterface: Form = {
  what: "the name of a network interface",
  expected: "at most 15 letters, digits, `_`, `.` or `-`: eth0, enp3s0, wlan0",
  pattern: /^[A-Za-z0-9][A-Za-z0-9_.-]{0,14}$/,
};

export const mac: Omit<Form, "accepts"> = {
  what: "the MAC address of a network card",
  expected: "six pairs of hexadecimal digits: dc:a6:32:01:02:03",
  mend: (text) =>
    /^(?:[0-9a-f]{2}[.\s]?){5}[0-9a-f]{2}$/i
      .exec(text)?.[0]
      .match(/[0-9a-f]{2}/gi)
      ?.join(":"),
  hint: (text) =>
    parseMacDigits(text) ? "the lowest bit of its first byte is set: that is a group, not a card" : undefined,
};

/** Lower case with colons; undefined for what is no address of one card (IEEE 802: the lowest bit of the first byte marks groups). */
export function parseMac(text: string): string | undefined {
  const digits = parseMacDigits(text);
  const single = digits !== undefined && Number.parseInt(digits.slice(0, 2), 16) % 2 === 0 && !/^0+$/.test(digits);
  return single ? digits.match(/../g)?.join(":") : undefined;
}

function parseMacDigits(text: string): string | undefined {
  const form = /^[0-9a-f]{2}([:-])(?:[0-9a-f]{2}\1){4}[0-9a-f]{2}$/i;
  return form.test(text) ? text.toLowerCase().replace(/[:-]/g, "") : undefined;
}

export const size: Omit<Form, "accepts"> = {
  what: "a size",
  expected: "a number with its unit: 8GiB, 512MiB (powers of two) or 1GB (powers of ten)",
  mend: mendSize,
};

export const port: Omit<Form, "accepts"> = {
  what: "a port",
  expected: "protocol and number: tcp/8443, udp/5353",
  pattern: /^(?:tcp|udp)\/[1-9][0-9]{0,4}$/,
  mend: (text) => {
    const [, number, protocol] = /^([0-9]+)\s*\/\s*(tcp|udp)$/i.exec(text) ?? [];
    return protocol === undefined ? lower(text) : `${protocol.toLowerCase()}/${number}`;
  },
};

export function parsePort(text: string): { protocol: "tcp" | "udp"; port: number } | undefined {
  const [protocol, number] = text.split("/");
  const value = Number(number);
  return value >= 1 && value <= 65535 ? { protocol: protocol === "udp" ? "udp" : "tcp", port: value } : undefined;
}

export const secretName: Form = {
  what: "the name of a secret",
  expected: "lower-case letters, digits, `_` and `-`, at most 64: wifi, registry-password",
  pattern: /^[a-z0-9](?:[a-z0-9_-]{0,62}[a-z0-9])?$/,
  mend: lower,
};
