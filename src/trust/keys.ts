import { fromBase64, toBase64 } from "../credentials/base64.ts";
import { fromPem, toPem } from "../credentials/pem.ts";

/** What WebCrypto calls a CryptoKey; only the DOM's types declare that name globally. */
export type WebCryptoKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

export interface KeyPair {
  readonly privateKey: WebCryptoKey;
  readonly publicKey: WebCryptoKey;
}

const p256 = { name: "ECDSA", namedCurve: "P-256" } as const;

export function generateP256(): Promise<KeyPair> {
  return crypto.subtle.generateKey(p256, true, ["sign", "verify"]);
}

/**
 * The parts of an ECPrivateKey (RFC 5915) for P-256, all of fixed length: start, 32 bytes of key, curve, point, twice 32 bytes of
 * coordinates. The curve's name is optional by the letter of it, but OpenSSL refuses a key that lacks it.
 */
const start = [0x30, 0x77, 0x02, 0x01, 0x01, 0x04, 0x20];
const curve = [0xa0, 0x0a, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];
const point = [0xa1, 0x44, 0x03, 0x42, 0x00, 0x04];

/** A P-256 key as `EC PRIVATE KEY` (SEC1), the form of K3s's own CA keys. */
export async function toSec1(privateKey: WebCryptoKey): Promise<string> {
  const { d, x, y } = await crypto.subtle.exportKey("jwk", privateKey);
  const der = [...start, ...bytes(d), ...curve, ...point, ...bytes(x), ...bytes(y)];
  return toPem("EC PRIVATE KEY", Uint8Array.from(der));
}

/** The way back, for signing with a stored key. */
export function fromSec1(pem: string): Promise<WebCryptoKey> {
  const der = fromPem(pem);
  const at = (offset: number) => base64url(der.subarray(offset, offset + 32));
  const [d, x, y] = [at(7), at(57), at(89)];
  return crypto.subtle.importKey("jwk", { kty: "EC", crv: "P-256", d, x, y }, p256, false, ["sign"]);
}

const modulusLength = 2048;
const f4 = Uint8Array.of(1, 0, 1);

/** The key that signs service-account tokens: RSA 2048 as `RSA PRIVATE KEY` (PKCS#1). https://docs.k3s.io/cli/certificate */
export async function generateServiceKey(): Promise<string> {
  const algorithm = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256", modulusLength, publicExponent: f4 };
  const pair = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const pkcs8 = new Uint8Array(await crypto.subtle.exportKey("pkcs8", pair.privateKey));
  return toPem("RSA PRIVATE KEY", pkcs8.subarray(pkcs8Header));
}

/** In PKCS#8 (RFC 5208) the PKCS#1 key comes last, behind version, algorithm and three headers with two-byte lengths. */
const pkcs8Header = 26;

function bytes(part: string | undefined): Uint8Array {
  return fromBase64((part ?? "").replaceAll("-", "+").replaceAll("_", "/"));
}

function base64url(part: Uint8Array): string {
  return toBase64(part).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
