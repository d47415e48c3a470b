import * as z from "zod";
import { mendSize, sizePattern } from "../model/size.ts";
import type { Form } from "./form.ts";
import { mendAddress, mendHost, mendNetwork } from "./mends.ts";

const octet = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
const label = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
const address = `${octet}\\.${octet}\\.${octet}\\.${octet}`;
/** The last label must not be a number: `10.1.40.300` is a mistyped address, not a name. */
const hostPattern = `(?=.{1,253}$)(?:${label}\\.)*(?![0-9]+$)${label}`;
const ipv6 = z.regexes.ipv6.source;

const lower = (text: string) => text.trim().toLowerCase();

export const ipv4: Form = {
  what: "an IPv4 address",
  expected: "four numbers from 0 to 255, without leading zeros: 10.1.40.1",
  pattern: new RegExp(`^${address}$`),
  mend: mendAddress,
  hint: (text) =>
    /^[a-z][a-z0-9-]*\./i.test(text) ? "it is reached before any name is known: write its address" : undefined,
};

export const network: Form = {
  what: "an IPv4 network",
  expected: "the first address and the length of its prefix, from 8 to 30: 10.1.40.0/24",
  pattern: new RegExp(`^${address}/(?:[89]|[12][0-9]|30)$`),
  mend: mendNetwork,
  hint: (text) =>
    /^[0-9.]+$/.test(text)
      ? "the length of the prefix is missing: it is 24 where the netmask is 255.255.255.0"
      : undefined,
};

/** Whether it is IPv4, IPv6 or a name is not the profile's business but the resolver's. */
export const host: Form = {
  what: "a host name or an address",
  expected: "for example pool.ntp.org or 10.1.40.1",
  pattern: new RegExp(`^(?:${hostPattern}|${address})$|${ipv6}`),
  mend: mendHost,
};

export const ipAddress: Form = {
  what: "an IP address",
  expected: "for example 1.1.1.1 or 2606:4700:4700::1111",
  pattern: new RegExp(`^${address}$|${ipv6}`),
  mend: mendHost,
  hint: (text) =>
    /^[a-z][a-z0-9.-]*$/i.test(text)
      ? "it is what names are asked of, so it has none itself: at home most often the router's address"
      : undefined,
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

/** IEEE 802: the lowest bit of the first byte marks groups. */
export const mac: Omit<Form, "accepts"> = {
  what: "the MAC address of a network card",
  expected: "six pairs of hexadecimal digits: dc:a6:32:01:02:03",
  pattern:
    /^(?!00[:-]00[:-]00[:-]00[:-]00[:-]00$)[0-9a-fA-F][02468aceACE](?:(?::[0-9a-fA-F]{2}){5}|(?:-[0-9a-fA-F]{2}){5})$/,
  mend: (text) =>
    /^(?:[0-9a-f]{2}[.\s]?){5}[0-9a-f]{2}$/i
      .exec(text)?.[0]
      .match(/[0-9a-f]{2}/gi)
      ?.join(":"),
  hint: (text) =>
    /^[0-9a-f][13579bdf](?:[:-][0-9a-f]{2}){5}$/i.test(text)
      ? "the lowest bit of its first byte is set: that is a group, not a card"
      : undefined,
};

/** Lower case with colons. */
export const showMac = (text: string): string => text.toLowerCase().replaceAll("-", ":");

export const size: Omit<Form, "accepts"> = {
  what: "a size",
  expected: "a number with its unit: 8GiB, 512MiB (powers of two) or 1GB (powers of ten)",
  pattern: sizePattern,
  mend: mendSize,
};

/** Boards are sold by powers of two, whatever is on the box. */
export const memorySize: typeof size = { ...size, expected: "a number with its unit: 4GiB, 8GiB, 512MiB" };

export const port: Omit<Form, "accepts"> = {
  what: "a port",
  expected: "protocol and number: tcp/8443, udp/5353",
  pattern: /^(?:tcp|udp)\/(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])$/,
  mend: (text) => {
    const [, number, protocol] = /^([0-9]+)\s*\/\s*(tcp|udp)$/i.exec(text) ?? [];
    return protocol === undefined ? lower(text) : `${protocol.toLowerCase()}/${number}`;
  },
  hint: (text) => (/^\d{1,5}$/.test(text) ? `write tcp/${text}, or udp/${text}` : undefined),
};

export function parsePort(text: string): { protocol: "tcp" | "udp"; port: number } {
  const [protocol, number] = text.split("/");
  return { protocol: protocol === "udp" ? "udp" : "tcp", port: Number(number) };
}

export const secretName: Form = {
  what: "the name of a secret",
  expected: "lower-case letters, digits, `_` and `-`, at most 64: wifi, registry-password",
  pattern: /^[a-z0-9](?:[a-z0-9_-]{0,62}[a-z0-9])?$/,
  mend: lower,
};
