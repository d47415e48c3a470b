import { fromPem } from "../credentials/pem.ts";

/** One element of DER (X.690): its first byte, and what stands behind its length. */
interface Element {
  readonly tag: number;
  readonly content: Uint8Array;
}

const extensionsTag = 0xa3;
const dnsTag = 0x82;
const addressTag = 0x87;
const subjectAltName = "85,29,17";

/**
 * The DNS names and IP addresses that a certificate is valid for (RFC 5280, 4.2.1.6). Read by hand, since every build asks it of one
 * certificate, and loading the X.509 library alone would take a good part of such a build.
 */
export function alternativeNames(certificate: string): readonly string[] {
  const signed = inside(inside(fromPem(certificate)));
  const extensions = elements(signed).find(({ tag }) => tag === extensionsTag);
  const found = elements(inside(extensions?.content))
    .map(({ content }) => elements(content))
    .find(([id]) => id?.content.join() === subjectAltName);
  return elements(inside(found?.at(-1)?.content)).flatMap(nameOf);
}

function nameOf({ tag, content }: Element): string[] {
  if (tag === dnsTag) return [String.fromCharCode(...content)];
  if (tag === addressTag) return [content.length === 4 ? content.join(".") : ipv6(content)];
  return [];
}

/** In the form that a URL gives it, to be compared with one. */
function ipv6(bytes: Uint8Array): string {
  const groups = Array.from({ length: 8 }, (_, index) => ((bytes[2 * index] ?? 0) << 8) | (bytes[2 * index + 1] ?? 0));
  return new URL(`http://[${groups.map((group) => group.toString(16)).join(":")}]`).hostname.slice(1, -1);
}

/** What the first element of `der` holds. */
function inside(der: Uint8Array | undefined): Uint8Array {
  return (der && elements(der)[0]?.content) ?? new Uint8Array();
}

function elements(der: Uint8Array): Element[] {
  const found: Element[] = [];
  for (let at = 0; at < der.length; ) {
    const { start, end } = extent(der, at);
    found.push({ tag: der[at] ?? 0, content: der.subarray(start, end) });
    at = end;
  }
  return found;
}

/** Lengths below 128 take one byte; longer ones say first how many bytes they take. */
function extent(der: Uint8Array, at: number): { start: number; end: number } {
  const first = der[at + 1] ?? 0;
  if (first < 0x80) return { start: at + 2, end: at + 2 + first };
  const start = at + 2 + (first & 0x7f);
  const length = der.subarray(at + 2, start).reduce((sum, byte) => sum * 256 + byte, 0);
  return { start, end: start + length };
}
