import { fromPem } from "../credentials/pem.ts";
import { sha256 } from "../hash/sha256.ts";
import type { Bundle } from "../model/bundle.ts";

/** Tells one trust from another, and is no secret: what a build adds or a rotation replaces leaves the root as it is. */
export function fingerprint({ root }: Bundle): string {
  return sha256(fromPem(root.certificate));
}
