import type { Diagnostic } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";
import type { Io } from "./io.ts";

/** A disk, as the system knows it. */
export interface Device {
  readonly path: string;
  readonly kind: string;
  /** In bytes. */
  readonly size: number;
  /** It can be taken out: a card in its reader, a stick. */
  readonly removable: boolean;
  readonly readOnly: boolean;
  readonly title: string;
  /** Where it, or what is on it, is mounted. */
  readonly mounts: readonly { readonly path: string; readonly at: string }[];
}

interface Listed {
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly rm: boolean;
  readonly hotplug: boolean;
  readonly ro: boolean;
  readonly tran: string | null;
  readonly vendor: string | null;
  readonly model: string | null;
  readonly mountpoint: string | null;
  readonly children?: readonly Listed[];
}

/** By lsblk, which is on every Linux; of one device only when it is named. Undefined: it does not know that device. */
export async function devices(io: Io, path?: string): Promise<readonly Device[] | undefined> {
  const columns = "NAME,TYPE,SIZE,RM,HOTPLUG,RO,TRAN,VENDOR,MODEL,MOUNTPOINT";
  const asked = ["lsblk", "--json", "--bytes", "--paths", "--output", columns, ...(path === undefined ? [] : [path])];
  const { code, out } = await io.processes.run(asked, { timeout: 30 });
  if (code !== 0) return undefined;
  const { blockdevices } = JSON.parse(out) as { readonly blockdevices: readonly Listed[] };
  return blockdevices.map(deviceOf);
}

function deviceOf(listed: Listed): Device {
  const { name, type, size, rm, hotplug, ro, tran, vendor, model } = listed;
  const words = [vendor, model, tran].flatMap((word) => (word?.trim() ? [word.trim()] : []));
  return {
    ...{ path: name, kind: type, size: Number(size), readOnly: ro, mounts: mountsOf(listed) },
    // A card in a built-in reader says that it cannot be taken out, but is one that may come and go.
    removable: rm || hotplug,
    title: words.join(" "),
  };
}

const mountsOf = (listed: Listed): Device["mounts"] => [
  ...(listed.mountpoint === null ? [] : [{ path: listed.name, at: listed.mountpoint }]),
  ...(listed.children ?? []).flatMap(mountsOf),
];

/** What may be written to without a second thought: cards and sticks that nobody uses. */
export const looksLikeCard = ({ kind, size, removable, readOnly }: Device) =>
  kind === "disk" && removable && size > 0 && !readOnly;

/** Places that belong to whoever is logged in; everything else that is mounted is the system's. */
const ownPlaces = /^\/(?:media|mnt|run\/media|tmp)\//;

const tebibyte = 1024 ** 4;

/** Why nothing is written to it. What is in use is refused whatever the user insists on. */
export function refusals(device: Device, smallest: number, force: boolean): readonly Diagnostic[] {
  const { path, kind, size, removable, readOnly, mounts } = device;
  const subject = path;
  const system = mounts.find(({ at }) => !ownPlaces.test(at));
  if (system) {
    const message = `the running system is on it: ${system.path} is ${system.at === "[SWAP]" ? "its swap" : `mounted at ${system.at}`}`;
    return [fault("device-refused", message, { subject })];
  }
  if (mounts.length > 0) {
    const places = mounts.map(({ path: part, at }) => `${part} at ${at}`).join(", ");
    const notes = [`umount ${mounts.map(({ path: part }) => part).join(" ")}`];
    return [fault("device-refused", `it is mounted: ${places}`, { subject, notes })];
  }
  if (readOnly)
    return [fault("device-refused", "it is write-protected", { subject, notes: ["look for a slider on its edge"] })];
  if (size < smallest) return [fault("device-refused", tooSmall(size, smallest), { subject })];
  const whole = ["disk", "loop"].includes(kind);
  if (!whole)
    return [fault("device-refused", "it is a part of a disk: an image goes onto the whole of it", { subject })];
  const insist = { subject, notes: ["if it is the right one: --force"] };
  if (force) return [];
  if (size > 2 * tebibyte) return [fault("device-refused", `${inWords(size)} is too large for a card`, insist)];
  return removable || kind === "loop" ? [] : [fault("device-refused", "it is built into this computer", insist)];
}

const tooSmall = (size: number, smallest: number) =>
  size === 0 ? "there is no card in it" : `it has ${inWords(size)}, the image ${inWords(smallest)}`;

/** As makers of cards count. */
export const inWords = (bytes: number): string =>
  bytes >= 1e12
    ? `${(bytes / 1e12).toFixed(1)} TB`
    : bytes >= 1e9
      ? `${(bytes / 1e9).toFixed(1)} GB`
      : `${(bytes / 1e6).toFixed(1)} MB`;
