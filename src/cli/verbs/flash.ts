import { HostError } from "../../host/host.ts";
import { typed } from "../../init/profile-text.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { fault } from "../../model/fault.ts";
import { imageOf, imagesFolder, wantedNodes } from "../cards.ts";
import type { FlashOptions } from "../commands/flash.ts";
import { type Device, devices, inWords, looksLikeCard, refusals } from "../devices.ts";
import type { Io } from "../io.ts";
import { withCluster } from "../session.ts";
import { withOut } from "../with-out.ts";
import { writeCard } from "../write-card.ts";

/** Writes the image that `image` made of a node to a card. Only Linux says of a disk what must be known before it is overwritten. */
export function flashVerb(io: Io, options: FlashOptions, platform: string = process.platform): Promise<number> {
  return withCluster(io, options, async (cluster) => {
    const { value: wanted, diagnostics } = wantedNodes([options.node], cluster);
    if (wanted === undefined) return diagnostics;
    const image = imageOf(imagesFolder(options, cluster), options.node);
    if ((await io.host.stat(image))?.kind !== "file") return [noImage(image, options)];
    if (platform !== "linux") return [otherTools(image, platform)];
    return options.device === undefined ? choices(io, options) : flash(io, options, image, options.device);
  });
}

async function flash(io: Io, options: FlashOptions, image: string, target: string): Promise<readonly Diagnostic[]> {
  const size = io.tree.stat(image)?.size ?? 0;
  const found = await io.host.stat(target);
  const device = found?.kind === "other" ? (await devices(io, target))?.[0] : undefined;
  const refused = device ? refusals(device, size, options.force ?? false) : notAFile(target, found?.kind);
  if (refused.length > 0) return refused;
  const question = await confirmed(io, options, device, target);
  if (question) return [question];
  try {
    return await writeCard(io, { image, target, size, isDevice: device !== undefined, node: options.node });
  } catch (error) {
    if (error instanceof HostError && error.path === target) return [gaveUp(error)];
    throw error;
  }
}

/** A file is made, or overwritten; a folder is not, and neither is a device that the system does not know. */
function notAFile(target: string, kind: string | undefined): readonly Diagnostic[] {
  if (kind === "file" || (kind === undefined && !target.startsWith("/dev/"))) return [];
  const message = kind === undefined ? "there is no such device" : "it is neither a disk nor a file";
  return [fault("device-refused", message, { subject: target, notes: [withoutDevice] })];
}

const withoutDevice = "without --device, edgegen flash lists what looks like a card";

async function confirmed(io: Io, { yes }: FlashOptions, device: Device | undefined, target: string) {
  if (yes) return undefined;
  const what = device
    ? `${target} (${[inWords(device.size), device.title].filter((word) => word).join(", ")})`
    : target;
  const answer = await io.askShown?.(`Everything on ${what} will be replaced. Type its name to go on: `);
  const name = answer?.trim();
  if (name !== undefined && name !== "" && (name === target || name === target.replace(/^.*\//, ""))) return undefined;
  const message = answer === undefined ? "nobody confirmed that it may be overwritten" : "that is not its name";
  return fault("not-confirmed", message, { subject: target, notes: ["nothing was written; a script says --yes"] });
}

async function choices(io: Io, { node }: FlashOptions): Promise<readonly Diagnostic[]> {
  const found = await devices(io);
  if (found === undefined)
    return [
      fault("program-missing", "this program lists disks", { subject: "lsblk", notes: ["it comes with util-linux"] }),
    ];
  const cards = found.filter(looksLikeCard);
  const line = ({ path, size, title, mounts }: Device) =>
    `  ${path.padEnd(14)} ${inWords(size).padStart(9)}  ${title}${mounts.length > 0 ? `  mounted: ${mounts.map(({ at }) => at).join(", ")}` : ""}\n`;
  if (cards.length > 0) io.out(`What looks like a card:\n${cards.map(line).join("")}`);
  const message =
    cards.length > 0
      ? `onto which of them? --device ${cards[0]?.path}`
      : "there is nothing here that looks like a card";
  const notes =
    cards.length > 0
      ? []
      : ["put one in; a reader that is built in may need a moment", `or name it: --device DEV --node ${node}`];
  return [fault("device-refused", message, { notes })];
}

/** What a card says when it is pulled out, worn, or smaller than it says. */
const ends: Readonly<Record<string, string>> = {
  EIO: "it gave an error: it is worn or counterfeit, or sits loosely",
  ENXIO: "it is gone: it was pulled out",
  ENODEV: "it is gone: it was pulled out",
  ENOMEDIUM: "it is gone: it was pulled out",
  ENOSPC: "it is full before the image is: it is smaller than it says",
  EBUSY: "somebody is using it: it, or a part of it, is mounted",
  EACCES: "permission denied: writing to a device needs root, or membership in the group `disk`",
  EROFS: "it is write-protected",
};

function gaveUp({ path, reason }: HostError): Diagnostic {
  const message = `${ends[reason] ?? "the system refused"} (${reason})`;
  const before = ["EBUSY", "EACCES", "EROFS"].includes(reason);
  const notes = before
    ? ["nothing was written"]
    : ["what is on it now is no whole image: run the same command again, or take another card"];
  return fault(before ? "device-refused" : "card-failed", message, { subject: path, notes });
}

const noImage = (image: string, { node, profile, out }: FlashOptions) =>
  fault("image-missing", "there is no image of this card yet", {
    subject: image,
    notes: [`edgegen image --profile ${typed(profile)}${withOut(out)} --node ${node} --base IMG makes it`],
  });

function otherTools(image: string, platform: string): Diagnostic {
  const list = image.replace(/[^/]*$/, "os-list.json");
  const imager = `Raspberry Pi Imager does: under App Options, Content Repository, Use custom file, choose ${list}, which shows every card; or choose ${image} under Use custom`;
  const dd = `or: diskutil unmountDisk /dev/diskN && sudo dd if=${image} of=/dev/rdiskN bs=4m`;
  return fault("device-refused", "edgegen writes to cards on Linux only", {
    subject: image,
    notes: [imager, ...(platform === "darwin" ? [dd] : [])],
  });
}
