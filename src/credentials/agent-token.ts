import { sha256 } from "../hash/sha256.ts";
import type { Bundle } from "../model/bundle.ts";
import { fromPem } from "./pem.ts";

const tokens = new WeakMap<Bundle, string>();

/**
 * The token that lets a worker join and pins the cluster's CA: `K10<hash>::node:<agent secret>`. For a CA file of more than one
 * certificate K3s hashes the root's DER, so the leaf CAs may change without it. https://docs.k3s.io/cli/token#secure
 */
export function agentToken(bundle: Bundle): string {
  const token = tokens.get(bundle) ?? `K10${rootHash(bundle)}::node:${bundle.k3s.agentSecret}`;
  tokens.set(bundle, token);
  return token;
}

function rootHash(bundle: Bundle): string {
  return sha256(fromPem(bundle.root.certificate));
}
