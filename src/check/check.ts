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
import { duplicateAddress } from "./rules/duplicate-address.ts";
import { duplicateMac } from "./rules/duplicate-mac.ts";
import { duplicateName } from "./rules/duplicate-name.ts";
import { gatewayOutsideSubnet } from "./rules/gateway-outside-subnet.ts";
import { genericWithoutInterface } from "./rules/generic-without-interface.ts";
import { k3sKeyUnknown } from "./rules/k3s-key-unknown.ts";
import { k3sVersionSkew } from "./rules/k3s-version-skew.ts";
import { manyControlPlanes } from "./rules/many-control-planes.ts";
import { manyRancherNodes } from "./rules/many-rancher-nodes.ts";
import { memoryNotSold } from "./rules/memory-not-sold.ts";
import { noControlPlane } from "./rules/no-control-plane.ts";
import { noEffect } from "./rules/no-effect.ts";
import { noRoot } from "./rules/no-root.ts";
import { ownedKey } from "./rules/owned-key.ts";
import { portTaken } from "./rules/port-taken.ts";
import { rancherK3sMismatch } from "./rules/rancher-k3s-mismatch.ts";
import { rancherKernel } from "./rules/rancher-kernel.ts";
import { rancherMemory } from "./rules/rancher-memory.ts";
import { rancherMemoryLow } from "./rules/rancher-memory-low.ts";
import { rancherVersionUnknown } from "./rules/rancher-version-unknown.ts";
import { rancherWithoutNode } from "./rules/rancher-without-node.ts";
import { serverKeyOnWorker } from "./rules/server-key-on-worker.ts";
import { sshKeyMalformed } from "./rules/ssh-key-malformed.ts";
import { swapCannotFit } from "./rules/swap-cannot-fit.ts";
import { timezoneUnknown } from "./rules/timezone-unknown.ts";
import { userPi } from "./rules/user-pi.ts";
import { userReserved } from "./rules/user-reserved.ts";
import { wifiMissing } from "./rules/wifi-missing.ts";
import { wifiUnused } from "./rules/wifi-unused.ts";

const rules: readonly Rule[] = [
  badName,
  duplicateName,
  duplicateAddress,
  duplicateMac,
  addressOutsideSubnet,
  addressReserved,
  gatewayOutsideSubnet,
  clusterRangeOverlap,
  portTaken,
  manyControlPlanes,
  manyRancherNodes,
  noEffect,
  badLabel,
  badTaint,
  badManifest,
  boardImageMismatch,
  memoryNotSold,
  controlPlaneMemory,
  rancherMemory,
  rancherMemoryLow,
  swapCannotFit,
  sshKeyMalformed,
  userPi,
  userReserved,
  noRoot,
  timezoneUnknown,
  badVersion,
  rancherK3sMismatch,
  rancherKernel,
  rancherVersionUnknown,
  k3sVersionSkew,
  ownedKey,
  serverKeyOnWorker,
  k3sKeyUnknown,
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
