import type { Cluster } from "../model/cluster.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { onePerPlace } from "../model/one-per-place.ts";
import type { Rule } from "./rule.ts";
import { addressOutsideSubnet } from "./rules/address-outside-subnet.ts";
import { addressReserved } from "./rules/address-reserved.ts";
import { badLabel } from "./rules/bad-label.ts";
import { badManifest } from "./rules/bad-manifest.ts";
import { badName } from "./rules/bad-name.ts";
import { badTaint } from "./rules/bad-taint.ts";
import { badVersion } from "./rules/bad-version.ts";
import { boardImageMismatch } from "./rules/board-image-mismatch.ts";
import { clusterRangeOverlap } from "./rules/cluster-range-overlap.ts";
import { controlPlaneMemory } from "./rules/control-plane-memory.ts";
import { countryUnknown } from "./rules/country-unknown.ts";
import { duplicateAddress } from "./rules/duplicate-address.ts";
import { duplicateMac } from "./rules/duplicate-mac.ts";
import { duplicateName } from "./rules/duplicate-name.ts";
import { fileNotOnCard } from "./rules/file-not-on-card.ts";
import { gatewayOutsideSubnet } from "./rules/gateway-outside-subnet.ts";
import { genericWithoutInterface } from "./rules/generic-without-interface.ts";
import { interfaceUnlikely } from "./rules/interface-unlikely.ts";
import { k3sKeyUnknown } from "./rules/k3s-key-unknown.ts";
import { k3sValueUnknown } from "./rules/k3s-value-unknown.ts";
import { k3sVersionSkew } from "./rules/k3s-version-skew.ts";
import { k3sVersionUnknown } from "./rules/k3s-version-unknown.ts";
import { manyControlPlanes } from "./rules/many-control-planes.ts";
import { manyRancherNodes } from "./rules/many-rancher-nodes.ts";
import { mdnsName } from "./rules/mdns-name.ts";
import { memoryNotSold } from "./rules/memory-not-sold.ts";
import { nameLikeSecret } from "./rules/name-like-secret.ts";
import { nameserverInCluster } from "./rules/nameserver-in-cluster.ts";
import { nameserverUnusable } from "./rules/nameserver-unusable.ts";
import { noControlPlane } from "./rules/no-control-plane.ts";
import { noEffect } from "./rules/no-effect.ts";
import { noRoot } from "./rules/no-root.ts";
import { notFilledIn } from "./rules/not-filled-in.ts";
import { ownedKey } from "./rules/owned-key.ts";
import { packageUnfit } from "./rules/package-unfit.ts";
import { passwordInProfile } from "./rules/password-in-profile.ts";
import { podRangeSmall } from "./rules/pod-range-small.ts";
import { portClosed } from "./rules/port-closed.ts";
import { portTaken } from "./rules/port-taken.ts";
import { rancherK3sMismatch } from "./rules/rancher-k3s-mismatch.ts";
import { rancherKernel } from "./rules/rancher-kernel.ts";
import { rancherMemory } from "./rules/rancher-memory.ts";
import { rancherMemoryLow } from "./rules/rancher-memory-low.ts";
import { rancherUrlElsewhere } from "./rules/rancher-url-elsewhere.ts";
import { rancherVersionUnknown } from "./rules/rancher-version-unknown.ts";
import { rancherWithoutNode } from "./rules/rancher-without-node.ts";
import { rangePastSubnet } from "./rules/range-past-subnet.ts";
import { registryName } from "./rules/registry-name.ts";
import { repeatedItem } from "./rules/repeated-item.ts";
import { searchLocal } from "./rules/search-local.ts";
import { serverKeyOnWorker } from "./rules/server-key-on-worker.ts";
import { sshKeyMalformed } from "./rules/ssh-key-malformed.ts";
import { stockName } from "./rules/stock-name.ts";
import { subnetPublic } from "./rules/subnet-public.ts";
import { swapCannotFit } from "./rules/swap-cannot-fit.ts";
import { timezoneUnknown } from "./rules/timezone-unknown.ts";
import { userPi } from "./rules/user-pi.ts";
import { userReserved } from "./rules/user-reserved.ts";
import { wifiMissing } from "./rules/wifi-missing.ts";
import { wifiUnused } from "./rules/wifi-unused.ts";
import { workerMemory } from "./rules/worker-memory.ts";

const rules: readonly Rule[] = [
  badName,
  duplicateName,
  stockName,
  nameLikeSecret,
  duplicateAddress,
  duplicateMac,
  addressOutsideSubnet,
  addressReserved,
  rangePastSubnet,
  gatewayOutsideSubnet,
  nameserverUnusable,
  nameserverInCluster,
  subnetPublic,
  searchLocal,
  repeatedItem,
  countryUnknown,
  clusterRangeOverlap,
  podRangeSmall,
  portTaken,
  portClosed,
  manyControlPlanes,
  manyRancherNodes,
  rancherUrlElsewhere,
  mdnsName,
  noEffect,
  badLabel,
  badTaint,
  badManifest,
  boardImageMismatch,
  interfaceUnlikely,
  memoryNotSold,
  controlPlaneMemory,
  workerMemory,
  rancherMemory,
  rancherMemoryLow,
  swapCannotFit,
  sshKeyMalformed,
  userPi,
  userReserved,
  noRoot,
  notFilledIn,
  passwordInProfile,
  timezoneUnknown,
  packageUnfit,
  badVersion,
  rancherK3sMismatch,
  rancherKernel,
  rancherVersionUnknown,
  k3sVersionSkew,
  k3sVersionUnknown,
  ownedKey,
  serverKeyOnWorker,
  k3sKeyUnknown,
  registryName,
  k3sValueUnknown,
  fileNotOnCard,
];

/** Rules that something is missing by: quiet when it may have been there before it was refused. */
const rulesOfAbsence: readonly Rule[] = [
  noControlPlane,
  rancherWithoutNode,
  genericWithoutInterface,
  wifiMissing,
  wifiUnused,
];

/** What is wrong with a cluster as a whole. `partial`: parts of the profile were refused or could not be read. */
export function check(cluster: Cluster, partial: boolean): Diagnostic[] {
  const isPartial = partial || cluster.refused !== undefined;
  const found = [...rules, ...(isPartial ? [] : rulesOfAbsence)].flatMap((rule) => rule(cluster));
  return onePerPlace(found);
}
