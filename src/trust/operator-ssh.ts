import { sshPrivateKey, sshPublicKey } from "../credentials/ssh-key.ts";
import type { Bundle } from "../model/bundle.ts";
import type { Entropy } from "./entropy.ts";
import { makeSshKey } from "./node-trust.ts";

/** The laptop's key pair, for a profile that lists no key of the operator's own. */
export function makeOperatorSsh(cluster: string, entropy: Entropy): NonNullable<Bundle["operatorSsh"]> {
  const key = makeSshKey(entropy);
  const comment = `edgegen@${cluster}`;
  return { publicKey: sshPublicKey(key, comment), privateKey: sshPrivateKey(key, comment) };
}
