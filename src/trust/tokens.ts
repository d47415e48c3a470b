import type { Entropy } from "./entropy.ts";

const alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";

/** The largest multiple of the alphabet's size that fits a byte: higher bytes are thrown away, or early letters would be likelier. */
const limit = 256 - (256 % alphabet.length);

/**
 * Random lower-case letters and digits, 5.17 bits each: safe in a URL, a shell, a YAML file, a K3s token (which may hold no colon
 * and, without a hash, must not begin with K10) and a Rancher registration token (which may hold no underscore).
 */
export function randomText(entropy: Entropy, length: number): string {
  let text = "";
  while (text.length < length) {
    for (const byte of entropy.bytes(length)) {
      if (byte < limit && text.length < length) text += alphabet[byte % alphabet.length];
    }
  }
  return text;
}

/** 256 bits and more: the server secret also is the passphrase of the CA keys in the datastore. */
export const clusterSecret = (entropy: Entropy) => randomText(entropy, 50);

export function randomHex(entropy: Entropy, bytes: number): string {
  return Array.from(entropy.bytes(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
