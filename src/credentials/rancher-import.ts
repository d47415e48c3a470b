import { sha256 } from "../hash/sha256.ts";
import type { RancherTrust } from "../model/bundle.ts";

/**
 * Where the control plane fetches its import manifest, known before Rancher runs because cluster id and token are ours. Rancher
 * splits the file name at its first underscore, so neither part holds one.
 */
export function importUrl(serverUrl: string, rancher: RancherTrust): string {
  return `${serverUrl.replace(/\/+$/, "")}/v3/import/${rancher.defaultToken}_${rancher.clusterId}.yaml`;
}

/** CATTLE_CA_CHECKSUM: Rancher's agents hash the CA as the server sends it, trimmed and with one newline behind it. */
export function caChecksum(rancher: RancherTrust): string {
  return sha256(`${rancher.ca.certificate.trim()}\n`);
}
