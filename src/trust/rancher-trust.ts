import type { RancherTrust } from "../model/bundle.ts";
import { type Making, makeAuthority, makeRancherCertificate } from "./issuing.ts";
import { randomText } from "./tokens.ts";

/**
 * Rancher's CA, certificate and first secrets. The shapes of the cluster's id and of the tokens are Rancher's own (its webhook
 * checks the id; tokens are 54 lower-case letters and digits); a bootstrap password has at least 12 characters.
 * @param names what the certificate must be valid for
 */
export async function makeRancherTrust(making: Making, names: readonly string[]): Promise<RancherTrust> {
  const { entropy } = making;
  const ca = await makeAuthority(making, "rancher-ca");
  return {
    ca,
    certificate: await makeRancherCertificate(making, ca, names),
    bootstrapPassword: randomText(entropy, 20),
    clusterId: `c-m-${randomText(entropy, 8)}`,
    defaultToken: randomText(entropy, 54),
    systemToken: randomText(entropy, 54),
  };
}
