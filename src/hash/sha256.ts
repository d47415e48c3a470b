import { sha256 as digest } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/** SHA-256 in lower-case hex. Synchronous and free of `node:` modules, so that pure stages may use it; strings count as UTF-8. */
export function sha256(data: string | Uint8Array): string {
  return bytesToHex(digest(typeof data === "string" ? utf8ToBytes(data) : data));
}
