import type { Code } from "../model/catalogue.ts";
import { addressOutsideSubnet } from "./codes/address-outside-subnet.ts";
import { addressReserved } from "./codes/address-reserved.ts";
import { alreadyRunning } from "./codes/already-running.ts";
import { badLabel } from "./codes/bad-label.ts";
import { badManifest } from "./codes/bad-manifest.ts";
import { badName } from "./codes/bad-name.ts";
import { badRange } from "./codes/bad-range.ts";
import { badRecipient } from "./codes/bad-recipient.ts";
import { badTaint } from "./codes/bad-taint.ts";
import { badValue } from "./codes/bad-value.ts";
import { badVersion } from "./codes/bad-version.ts";
import { boardImageMismatch } from "./codes/board-image-mismatch.ts";
import { bootFailed } from "./codes/boot-failed.ts";
import { bundleCreated } from "./codes/bundle-created.ts";
import { bundleDamaged } from "./codes/bundle-damaged.ts";
import { bundleExtended } from "./codes/bundle-extended.ts";
import { bundleMissing } from "./codes/bundle-missing.ts";
import { bundleNewer } from "./codes/bundle-newer.ts";
import { bundleOfAnother } from "./codes/bundle-of-another.ts";
import { bundleReadableByOthers } from "./codes/bundle-readable-by-others.ts";
import { bundleSealed } from "./codes/bundle-sealed.ts";
import { cardFailed } from "./codes/card-failed.ts";
import { cardUsed } from "./codes/card-used.ts";
import { cardsOfAnother } from "./codes/cards-of-another.ts";
import { certificateOutdated } from "./codes/certificate-outdated.ts";
import { channelMoved } from "./codes/channel-moved.ts";
import { checkFailed } from "./codes/check-failed.ts";
import { clusterOfAnother } from "./codes/cluster-of-another.ts";
import { clusterRangeOverlap } from "./codes/cluster-range-overlap.ts";
import { controlPlaneMemory } from "./codes/control-plane-memory.ts";
import { countryUnknown } from "./codes/country-unknown.ts";
import { cutByComment } from "./codes/cut-by-comment.ts";
import { deviceRefused } from "./codes/device-refused.ts";
import { diskFull } from "./codes/disk-full.ts";
import { downloadFailed } from "./codes/download-failed.ts";
import { drift } from "./codes/drift.ts";
import { duplicateAddress } from "./codes/duplicate-address.ts";
import { duplicateKey } from "./codes/duplicate-key.ts";
import { duplicateMac } from "./codes/duplicate-mac.ts";
import { duplicateName } from "./codes/duplicate-name.ts";
import { fileMissing } from "./codes/file-missing.ts";
import { fileNotOnCard } from "./codes/file-not-on-card.ts";
import { fileUnreadable } from "./codes/file-unreadable.ts";
import { foreignFolder } from "./codes/foreign-folder.ts";
import { gatewayOutsideSubnet } from "./codes/gateway-outside-subnet.ts";
import { genericWithoutInterface } from "./codes/generic-without-interface.ts";
import { imageDamaged } from "./codes/image-damaged.ts";
import { imageMissing } from "./codes/image-missing.ts";
import { imageTooOld } from "./codes/image-too-old.ts";
import { imageUnfit } from "./codes/image-unfit.ts";
import { includeLoop } from "./codes/include-loop.ts";
import { includeMissing } from "./codes/include-missing.ts";
import { interfaceUnlikely } from "./codes/interface-unlikely.ts";
import { interrupted } from "./codes/interrupted.ts";
import { k3sKeyUnknown } from "./codes/k3s-key-unknown.ts";
import { k3sValueUnknown } from "./codes/k3s-value-unknown.ts";
import { k3sVersionSkew } from "./codes/k3s-version-skew.ts";
import { k3sVersionUnknown } from "./codes/k3s-version-unknown.ts";
import { lockDamaged } from "./codes/lock-damaged.ts";
import { manyControlPlanes } from "./codes/many-control-planes.ts";
import { manyRancherNodes } from "./codes/many-rancher-nodes.ts";
import { mdnsName } from "./codes/mdns-name.ts";
import { memoryNotSold } from "./codes/memory-not-sold.ts";
import { missingKey } from "./codes/missing-key.ts";
import { nameLikeSecret } from "./codes/name-like-secret.ts";
import { nameserverInCluster } from "./codes/nameserver-in-cluster.ts";
import { nameserverUnusable } from "./codes/nameserver-unusable.ts";
import { noControlPlane } from "./codes/no-control-plane.ts";
import { noEffect } from "./codes/no-effect.ts";
import { noRoot } from "./codes/no-root.ts";
import { notAProfile } from "./codes/not-a-profile.ts";
import { notAnImage } from "./codes/not-an-image.ts";
import { notBootable } from "./codes/not-bootable.ts";
import { notChecked } from "./codes/not-checked.ts";
import { notConfirmed } from "./codes/not-confirmed.ts";
import { notFetched } from "./codes/not-fetched.ts";
import { notFilledIn } from "./codes/not-filled-in.ts";
import { notLocked } from "./codes/not-locked.ts";
import { notWritable } from "./codes/not-writable.ts";
import { offlineRancher } from "./codes/offline-rancher.ts";
import { ownedKey } from "./codes/owned-key.ts";
import { packageUnfit } from "./codes/package-unfit.ts";
import { passwordInProfile } from "./codes/password-in-profile.ts";
import { payloadLeftOut } from "./codes/payload-left-out.ts";
import { payloadTooLarge } from "./codes/payload-too-large.ts";
import { podRangeSmall } from "./codes/pod-range-small.ts";
import { portClosed } from "./codes/port-closed.ts";
import { portTaken } from "./codes/port-taken.ts";
import { programMissing } from "./codes/program-missing.ts";
import { rancherK3sMismatch } from "./codes/rancher-k3s-mismatch.ts";
import { rancherKernel } from "./codes/rancher-kernel.ts";
import { rancherMemory } from "./codes/rancher-memory.ts";
import { rancherMemoryLow } from "./codes/rancher-memory-low.ts";
import { rancherUrlElsewhere } from "./codes/rancher-url-elsewhere.ts";
import { rancherVersionUnknown } from "./codes/rancher-version-unknown.ts";
import { rancherWithoutNode } from "./codes/rancher-without-node.ts";
import { rangePastSubnet } from "./codes/range-past-subnet.ts";
import { registryName } from "./codes/registry-name.ts";
import { repeatedItem } from "./codes/repeated-item.ts";
import { searchLocal } from "./codes/search-local.ts";
import { secretMisplaced } from "./codes/secret-misplaced.ts";
import { secretMissing } from "./codes/secret-missing.ts";
import { secretUnfit } from "./codes/secret-unfit.ts";
import { serverKeyOnWorker } from "./codes/server-key-on-worker.ts";
import { sshKeyMalformed } from "./codes/ssh-key-malformed.ts";
import { stockName } from "./codes/stock-name.ts";
import { subnetPublic } from "./codes/subnet-public.ts";
import { sumChanged } from "./codes/sum-changed.ts";
import { swapCannotFit } from "./codes/swap-cannot-fit.ts";
import { tabIndent } from "./codes/tab-indent.ts";
import { timezoneUnknown } from "./codes/timezone-unknown.ts";
import { unknownKey } from "./codes/unknown-key.ts";
import { unknownNode } from "./codes/unknown-node.ts";
import { unknownSecret } from "./codes/unknown-secret.ts";
import { userPi } from "./codes/user-pi.ts";
import { userReserved } from "./codes/user-reserved.ts";
import { wifiMissing } from "./codes/wifi-missing.ts";
import { wifiUnused } from "./codes/wifi-unused.ts";
import { workerMemory } from "./codes/worker-memory.ts";
import { wrongContent } from "./codes/wrong-content.ts";
import { wrongType } from "./codes/wrong-type.ts";
import { yamlSyntax } from "./codes/yaml-syntax.ts";
import type { Explanation } from "./explanation.ts";

/** Of every code, in the order of the catalogue. */
export const explanations: Readonly<Record<Code, Explanation>> = {
  "file-unreadable": fileUnreadable,
  "include-missing": includeMissing,
  "include-loop": includeLoop,
  "yaml-syntax": yamlSyntax,
  "tab-indent": tabIndent,
  "duplicate-key": duplicateKey,
  "file-missing": fileMissing,
  "not-a-profile": notAProfile,
  "unknown-key": unknownKey,
  "missing-key": missingKey,
  "wrong-type": wrongType,
  "bad-value": badValue,
  "bad-range": badRange,
  "secret-misplaced": secretMisplaced,
  "not-filled-in": notFilledIn,
  "cut-by-comment": cutByComment,
  "bad-name": badName,
  "cluster-of-another": clusterOfAnother,
  "duplicate-name": duplicateName,
  "stock-name": stockName,
  "name-like-secret": nameLikeSecret,
  "duplicate-address": duplicateAddress,
  "duplicate-mac": duplicateMac,
  "address-outside-subnet": addressOutsideSubnet,
  "address-reserved": addressReserved,
  "range-past-subnet": rangePastSubnet,
  "gateway-outside-subnet": gatewayOutsideSubnet,
  "nameserver-unusable": nameserverUnusable,
  "nameserver-in-cluster": nameserverInCluster,
  "subnet-public": subnetPublic,
  "search-local": searchLocal,
  "repeated-item": repeatedItem,
  "cluster-range-overlap": clusterRangeOverlap,
  "pod-range-small": podRangeSmall,
  "wifi-missing": wifiMissing,
  "wifi-unused": wifiUnused,
  "country-unknown": countryUnknown,
  "port-taken": portTaken,
  "port-closed": portClosed,
  "no-control-plane": noControlPlane,
  "many-control-planes": manyControlPlanes,
  "many-rancher-nodes": manyRancherNodes,
  "rancher-without-node": rancherWithoutNode,
  "rancher-url-elsewhere": rancherUrlElsewhere,
  "mdns-name": mdnsName,
  "no-effect": noEffect,
  "bad-label": badLabel,
  "bad-taint": badTaint,
  "bad-manifest": badManifest,
  "board-image-mismatch": boardImageMismatch,
  "image-too-old": imageTooOld,
  "generic-without-interface": genericWithoutInterface,
  "interface-unlikely": interfaceUnlikely,
  "memory-not-sold": memoryNotSold,
  "control-plane-memory": controlPlaneMemory,
  "worker-memory": workerMemory,
  "rancher-memory": rancherMemory,
  "rancher-memory-low": rancherMemoryLow,
  "swap-cannot-fit": swapCannotFit,
  "ssh-key-malformed": sshKeyMalformed,
  "user-pi": userPi,
  "user-reserved": userReserved,
  "no-root": noRoot,
  "password-in-profile": passwordInProfile,
  "timezone-unknown": timezoneUnknown,
  "package-unfit": packageUnfit,
  "bad-version": badVersion,
  "rancher-k3s-mismatch": rancherK3sMismatch,
  "rancher-kernel": rancherKernel,
  "rancher-version-unknown": rancherVersionUnknown,
  "k3s-version-skew": k3sVersionSkew,
  "k3s-version-unknown": k3sVersionUnknown,
  "owned-key": ownedKey,
  "server-key-on-worker": serverKeyOnWorker,
  "k3s-key-unknown": k3sKeyUnknown,
  "registry-name": registryName,
  "k3s-value-unknown": k3sValueUnknown,
  "file-not-on-card": fileNotOnCard,
  "secret-unfit": secretUnfit,
  "secret-missing": secretMissing,
  "unknown-secret": unknownSecret,
  "bad-recipient": badRecipient,
  "bundle-missing": bundleMissing,
  "bundle-of-another": bundleOfAnother,
  "bundle-damaged": bundleDamaged,
  "bundle-newer": bundleNewer,
  "bundle-readable-by-others": bundleReadableByOthers,
  "bundle-sealed": bundleSealed,
  "bundle-created": bundleCreated,
  "bundle-extended": bundleExtended,
  "certificate-outdated": certificateOutdated,
  "not-writable": notWritable,
  "disk-full": diskFull,
  "already-running": alreadyRunning,
  interrupted,
  "foreign-folder": foreignFolder,
  "cards-of-another": cardsOfAnother,
  "unknown-node": unknownNode,
  drift,
  "program-missing": programMissing,
  "image-missing": imageMissing,
  "not-bootable": notBootable,
  "boot-failed": bootFailed,
  "check-failed": checkFailed,
  "not-checked": notChecked,
  "not-an-image": notAnImage,
  "image-unfit": imageUnfit,
  "image-damaged": imageDamaged,
  "card-used": cardUsed,
  "device-refused": deviceRefused,
  "not-confirmed": notConfirmed,
  "card-failed": cardFailed,
  "lock-damaged": lockDamaged,
  "channel-moved": channelMoved,
  "sum-changed": sumChanged,
  "download-failed": downloadFailed,
  "not-locked": notLocked,
  "wrong-content": wrongContent,
  "not-fetched": notFetched,
  "payload-left-out": payloadLeftOut,
  "payload-too-large": payloadTooLarge,
  "offline-rancher": offlineRancher,
};
