import type { Diagnostic } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";
import { type ImageId, images } from "../model/images.ts";
import type { BootPartition } from "./boot-partition.ts";
import type { Write } from "./card-writes.ts";

/** Why a card made for an image would not work on this one; empty: it would. */
export function unfitness(partition: BootPartition, image: ImageId): readonly Diagnostic[] {
  if (!images[image].pi)
    return unfit(`a card for the image ${image} is not put into one`, "attach its seed.img as a second disk");
  if (!partition.exists("config.txt"))
    return unfit("it is no image for a Raspberry Pi: its boot partition has no config.txt");
  return [...anotherLabel(partition, image), ...withoutCloudInit(partition, image)];
}

/** Ubuntu's cloud-init finds its files by this label; on every image it tells which one it is. */
function anotherLabel({ label }: BootPartition, image: ImageId): readonly Diagnostic[] {
  const { title, seedLabel } = images[image];
  if (label === seedLabel) return [];
  const message = `it is not ${title}: its boot partition is labelled ${label || "nothing"}, not ${seedLabel}`;
  return unfit(message, "take the image that the profile names, or name this one under os.image");
}

/**
 * Raspberry Pi OS ships these two from 2025-11-24 on; the releases before do not read them, and none of what is on the card would
 * happen. Ubuntu has had cloud-init always, whatever was done to the files.
 */
function withoutCloudInit(partition: BootPartition, image: ImageId): readonly Diagnostic[] {
  const missing = ["user-data", "meta-data"].filter((name) => !partition.exists(name));
  if (image !== "raspios-trixie" || missing.length === 0) return [];
  const message = `its boot partition has no ${missing.join(" and no ")}: this Raspberry Pi OS reads no cloud-init files`;
  return unfit(message, "take one of 2025-11-24 or later");
}

/** Files take whole clusters. Those that are replaced give theirs back first; two more are for each file's entry in its folder. */
export function withoutRoom(partition: BootPartition, writes: readonly Write[]): readonly Diagnostic[] {
  const clusters = (size: number) => Math.ceil(size / partition.clusterSize);
  const needs = writes.map(({ path, bytes }) => {
    const before = partition.stat(path);
    return Math.max(0, clusters(bytes.length) - clusters(before?.size ?? 0)) + (before ? 0 : 2);
  });
  const need = needs.reduce((sum, each) => sum + each, 0) * partition.clusterSize;
  const free = partition.free();
  if (need <= free) return [];
  return unfit(`its boot partition has ${kib(free)} KiB free, the card needs ${kib(need)} KiB`);
}

const kib = (bytes: number) => Math.ceil(bytes / 1024);

const unfit = (message: string, ...notes: readonly string[]) => [fault("image-unfit", message, { notes })];
