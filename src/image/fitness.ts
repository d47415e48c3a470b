import type { BoardId } from "../model/boards.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";
import { nameOf } from "../model/file-name.ts";
import { type ImageId, images } from "../model/images.ts";
import type { BootFiles } from "./boot-partition.ts";
import type { Write } from "./card-writes.ts";
import { bootSettings } from "./config-txt.ts";
import { firmwareFiles } from "./firmware-files.ts";
import { isLarge } from "./large.ts";

/** Why a card made for an image, and a board where one is named, would not work on this one; empty: it would. */
export function unfitness(partition: BootFiles, image: ImageId, board?: BoardId): readonly Diagnostic[] {
  if (!images[image].pi)
    return unfit(`a card for the image ${image} is not put into one`, "attach its seed.img as a second disk");
  if (!partition.exists("config.txt"))
    return unfit("it is no image for a Raspberry Pi: its boot partition has no config.txt", stockImage);
  const release = [...anotherLabel(partition, image), ...withoutCloudInit(partition, image)];
  if (release.length > 0) return release;
  if (board === undefined) return of32Bit(partition);
  return [...anotherUbuntu(partition, image), ...of32Bit(partition), ...forAnotherBoard(partition, board)];
}

/** Ubuntu's cloud-init finds its files by this label; on every image it tells which one it is. */
function anotherLabel({ label }: BootFiles, image: ImageId): readonly Diagnostic[] {
  const { title, seedLabel } = images[image];
  if (label === undefined || label === seedLabel) return [];
  const message = `it is not ${title}: its boot partition is labelled ${label || "nothing"}, not ${seedLabel}`;
  return unfit(message, anotherImage);
}

export const stockImage = "README.txt in out/ names the image, and where its makers have it";
const anotherImage = "take the image that the profile names, or name this one under os.image";

/**
 * Nothing on Ubuntu's boot partition names its release; but from 25.10 on the firmware starts what is in a folder, `current/`, and before
 * that what is at the root (facts). An emulated board does not mind which it is.
 */
function anotherUbuntu(partition: BootFiles, image: ImageId): readonly Diagnostic[] {
  const config = new TextDecoder().decode(partition.read("config.txt"));
  const inFolder = bootSettings(config).prefix !== "";
  if (image === "ubuntu-24.04" && inFolder)
    return unfit(
      `it is not ${images[image].title}: it starts from a folder, as Ubuntu does from 25.10 on`,
      anotherImage,
    );
  if (image === "ubuntu-26.04" && !inFolder)
    return unfit(`it is not ${images[image].title}: it starts from its root, as Ubuntu did before 25.10`, anotherImage);
  return [];
}

/**
 * Raspberry Pi OS ships these two from 2025-11-24 on; the releases before do not read them, and none of what is on the card would
 * happen. Ubuntu has had cloud-init always, whatever was done to the files.
 */
function withoutCloudInit(partition: BootFiles, image: ImageId): readonly Diagnostic[] {
  if (partition.exists("rpi-preseed.toml"))
    return unfit("it is set up by rpi-preseed instead of cloud-init, which edgegen's cards are for", wantsCloudInit);
  const missing = ["user-data", "meta-data"].filter((name) => !partition.exists(name));
  if (image !== "raspios-trixie" || missing.length === 0) return [];
  const message = `its boot partition has no ${missing.join(" and no ")}: this Raspberry Pi OS reads no cloud-init files`;
  return unfit(message, "take one of 2025-11-24 or later");
}

const wantsCloudInit = "take an image with cloud-init: Raspberry Pi OS Lite (64-bit) of 2025-11-24 or later, or Ubuntu";

/** Magic number of an ARM zImage, at 0x24 (Linux, Documentation/arch/arm/booting.rst); Raspberry Pi OS says it in config.txt. */
const zImage = [0x18, 0x28, 0x6f, 0x01];

function of32Bit(partition: BootFiles): readonly Diagnostic[] {
  const config = new TextDecoder().decode(partition.read("config.txt") ?? new Uint8Array());
  const bits = bootSettings(config).is64Bit;
  const kernel = firmwareFiles(partition)?.kernel;
  const start = kernel === undefined ? undefined : partition.read(kernel, 0x28);
  const is32Bit = bits === false || zImage.every((byte, at) => start?.[0x24 + at] === byte);
  const kernel7 = bits === undefined && ["kernel7.img", "kernel7l.img"].some((name) => partition.exists(name));
  if (!is32Bit && !kernel7) return [];
  return unfit(
    "it is a 32-bit image, and K3s and Rancher are for 64 bits here",
    "take the arm64 image of the same release",
  );
}

/** What the firmware asks for by board (raspberrypi.com/documentation/computers/configuration.html, device trees). */
const deviceTrees: Partial<Record<BoardId, readonly string[]>> = {
  "pi-3b-plus": ["bcm2710-rpi-3-b-plus.dtb", "bcm2837-rpi-3-b-plus.dtb"],
  "pi-4b": ["bcm2711-rpi-4-b.dtb"],
  cm4: ["bcm2711-rpi-cm4.dtb"],
  "pi-5": ["bcm2712-rpi-5-b.dtb", "bcm2712d0-rpi-5-b.dtb"],
};

/** Stock images have a tree for every board. One with a few only was cut down by somebody for emulation, and tells nothing. */
const fewTrees = 3;

function forAnotherBoard(partition: BootFiles, board: BoardId): readonly Diagnostic[] {
  const wanted = deviceTrees[board];
  const files = firmwareFiles(partition);
  if (wanted === undefined || wanted.some((name) => files?.under(name) !== undefined)) return [];
  const folder = /^.*\/(?=[^/]*$)/.exec(files?.kernel ?? "")?.[0] ?? "";
  const trees = partition.list(folder.replace(/\/$/, "")).filter(({ name }) => /^bcm2\d+.*\.dtb$/i.test(name));
  if (trees.length <= fewTrees) return [];
  return unfit(`it is not for a ${board}: it has device trees for ${trees.length} boards, and not ${wanted[0]}`);
}

/** Ubuntu keeps two more kernels and initramfs beside the one that runs (facts: 25.10 and later want 200 MB for `new/` and `old/`). */
const forUpdates = 200_000_000;

/** What is smaller takes no room that an update would miss. */
const noticed = 1_000_000;

export interface Room {
  /** What must go first, so that the rest fits: of edgegen's own, nothing that the node needs to start. */
  readonly removed: readonly string[];
  /** Why there is no room even then. */
  readonly missing: readonly Diagnostic[];
}

/** Files take whole clusters, and what is replaced stays until everything is written. Two more are for a file's entry in its folder. */
export function roomFor(partition: BootFiles, writes: readonly Write[]): Room {
  const clusters = (size: number) => Math.ceil(size / partition.clusterSize);
  const sum = (counts: readonly number[]) => counts.reduce((total, each) => total + each, 0) * partition.clusterSize;
  const need = sum(writes.map(({ content }) => clusters(content.length) + 2));
  const own = writes.filter(({ path }) => path.startsWith("edgegen/") && partition.exists(path));
  const given = sum(own.map(({ path }) => clusters(partition.stat(path)?.size ?? 0)));
  const free = partition.free();
  const payload = writes.filter(({ content }) => isLarge(content));
  const kept = need > noticed && partition.exists("current") ? forUpdates : 0;
  if (need + kept <= free) return { removed: [], missing: [] };
  if (need + kept <= free + given) return { removed: own.map(({ path }) => path), missing: [] };
  return { removed: [], missing: tooFull({ free: free + given, need, kept, payload }) };
}

interface TooFull {
  readonly free: number;
  readonly need: number;
  readonly kept: number;
  readonly payload: readonly Write[];
}

function tooFull({ free, need, kept, payload }: TooFull): readonly Diagnostic[] {
  const updates = kept > 0 ? [`${kib(kept)} KiB stay free for the kernels that Ubuntu's updates put there`] : [];
  const sizes = payload.map(({ path, content }) => `${nameOf(path)} ${kib(content.length)} KiB`);
  const without = ["a card without payload needs less: K3s is then downloaded at the first boot", sizes.join(", ")];
  return unfit(
    `its boot partition has ${kib(free)} KiB free, the card needs ${kib(need)} KiB`,
    `${kib(need + kept - free)} KiB are missing`,
    ...updates,
    ...(payload.length > 0 ? without : []),
  );
}

const kib = (bytes: number) => Math.ceil(bytes / 1024);

const unfit = (message: string, ...notes: readonly string[]) => [fault("image-unfit", message, { notes })];
