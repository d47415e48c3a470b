import { fromBase64, toBase64 } from "./base64.ts";

/** One PEM block in 64 columns with a trailing newline (RFC 7468), so that blocks can be joined as they are. */
export function toPem(label: string, der: Uint8Array): string {
  const lines = toBase64(der).match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ""].join("\n");
}

/** The bytes of the only block of a PEM text. @throws {DOMException} for text that is not PEM. */
export function fromPem(pem: string): Uint8Array<ArrayBuffer> {
  return fromBase64(pem.replace(/-----[^-]+-----|\s/g, ""));
}
