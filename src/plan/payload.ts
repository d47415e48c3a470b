import { boards } from "../model/boards.ts";
import type { ClusterNode } from "../model/cluster.ts";
import { images } from "../model/images.ts";
import { type Lock, type Pin, releaseNames } from "../model/lock.ts";

/** A file of a K3s release by its name there. */
export interface Asset extends Pin {
  readonly name: string;
}

/** What a node needs of its release, as far as the lock knows it, and what of that its card brings along. */
export interface Payload {
  readonly binary: Asset | undefined;
  readonly airgap: Asset | undefined;
  /** Those that are on the card: none, the binary, or both. */
  readonly carried: readonly Asset[];
  /** In bytes, of both. */
  readonly need: number;
}

const nothing: Payload = { binary: undefined, airgap: undefined, carried: [], need: 0 };

/** The images only come along where the binary leaves room for them: without it they would be of no use. */
export function payloadOf(node: ClusterNode, lock: Lock | undefined, offline: boolean): Payload {
  const pins = node.role === "rancher" ? undefined : lock?.k3s.get(node.k3s.version);
  if (pins === undefined) return nothing;
  const names = releaseNames(boards[node.board].arch);
  const [binary, airgap] = [named(pins, names.binary), named(pins, names.airgap)];
  const [room, need] = [payloadRoom(node), (binary?.size ?? 0) + (airgap?.size ?? 0)];
  const fits = offline && binary !== undefined && binary.size <= room;
  return { binary, airgap, carried: fits ? [binary, ...(airgap && need <= room ? [airgap] : [])] : [], need };
}

function named(pins: ReadonlyMap<string, Pin>, name: string): Asset | undefined {
  const pin = pins.get(name);
  return pin && { name, ...pin };
}

/** In bytes: what the boot partition of a fresh image has to spare. */
export const payloadRoom = (node: ClusterNode): number => images[node.os.image].payloadMiB * 2 ** 20;
