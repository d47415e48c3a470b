import { ed25519 } from "@noble/curves/ed25519.js";
import { toBase64 } from "../credentials/base64.ts";
import type { Ed25519Key } from "../credentials/ssh-key.ts";
import type { NodeTrust } from "../model/bundle.ts";
import type { Entropy } from "./entropy.ts";
import { randomHex } from "./tokens.ts";

/** What a node has to itself: the password that proves to K3s that a re-flashed card is the same node, and its SSH host key. */
export function makeNodeTrust(entropy: Entropy): NodeTrust {
  const key = makeSshKey(entropy);
  return { nodePassword: randomHex(entropy, 16), hostKeySeed: key.seed, hostKeyPublic: key.public };
}

export function makeSshKey(entropy: Entropy): Ed25519Key {
  const seed = entropy.bytes(32);
  return { seed: toBase64(seed), public: toBase64(ed25519.getPublicKey(seed)) };
}
