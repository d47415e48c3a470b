import type { CertifiedKey } from "../model/bundle.ts";
import { issueAuthority, issueClient, issueServer } from "./certificates.ts";
import type { Entropy } from "./entropy.ts";
import { randomText } from "./tokens.ts";

/** What every certificate of one bundle has in common. */
export interface Making {
  readonly cluster: string;
  /** When the bundle was made, seconds since 1970. */
  readonly created: number;
  readonly entropy: Entropy;
}

const rootYears = 20;
const otherYears = 10;
const week = 7 * 24 * 3600;

/** The one that every K3s certificate leads to; it lasts longer, since tokens and kubeconfigs are tied to it. */
export function makeRoot(making: Making): Promise<CertifiedKey> {
  return issueAuthority({ ...named(making, "k3s-root-ca"), ...validity(making, rootYears) }, making.entropy);
}

/** A further CA; without an issuer it signs itself. */
export function makeAuthority(making: Making, name: string, issuer?: CertifiedKey): Promise<CertifiedKey> {
  return issueAuthority({ ...named(making, name), issuer, ...validity(making, otherYears) }, making.entropy);
}

/** In the way that K3s names its own: `k3s-server-ca@<time>`. */
function named(making: Making, name: string) {
  return { commonName: `${name}@${making.created}`, organization: making.cluster };
}

/** The kubeconfig's certificate. Each one is a user of its own, so that the API server's audit log tells them apart. */
export function makeOperator(making: Making, clientCa: CertifiedKey): Promise<CertifiedKey> {
  const commonName = `edgegen:operator:${randomText(making.entropy, 8)}`;
  return makeClient(making, { commonName, organization: "edgegen:admins" }, clientCa);
}

/** Kubernetes lets `system:masters` do everything, whatever its RBAC objects say. */
export function makeBreakGlass(making: Making, clientCa: CertifiedKey): Promise<CertifiedKey> {
  return makeClient(making, { commonName: "system:admin", organization: "system:masters" }, clientCa);
}

function makeClient(making: Making, who: { commonName: string; organization: string }, clientCa: CertifiedKey) {
  return issueClient({ ...who, issuer: clientCa, ...validity(making, otherYears) }, making.entropy);
}

export function makeRancherCertificate(
  making: Making,
  ca: CertifiedKey,
  names: readonly string[],
): Promise<CertifiedKey> {
  const who = { commonName: "rancher", organization: making.cluster };
  return issueServer({ ...who, issuer: ca, ...validity(making, otherYears) }, names, making.entropy);
}

/**
 * A Raspberry Pi has no clock of its own: it starts at the bundle's creation or later, so a certificate holds from a week before
 * that, even one that is made years after. Its years count from now.
 */
function validity({ created, entropy }: Making, years: number): { notBefore: Date; notAfter: Date } {
  const notAfter = new Date(entropy.now * 1000);
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + years);
  return { notBefore: new Date((created - week) * 1000), notAfter };
}
