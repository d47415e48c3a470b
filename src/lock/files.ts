import type { Lock, Pin } from "../model/lock.ts";
import { type Mirrored, type Mirrors, origins } from "./origins.ts";

/** A file that a lock names. */
export interface LockedFile {
  readonly kind: "k3s" | "images";
  readonly what: string;
  readonly pin: Pin;
  readonly mirror: Mirrored;
}

/** All of them, sorted. The same bytes under two names are one file. */
export function lockedFiles({ k3s, images }: Lock): readonly LockedFile[] {
  const assets = [...k3s].flatMap(([version, pins]) =>
    [...pins].map(([asset, pin]) => ({ kind: "k3s", what: `K3s ${version} ${asset}`, pin, mirror: "k3s" }) as const),
  );
  const bases = [...images].map(([image, pin]) => {
    const mirror = image === "raspios-trixie" ? "raspios" : "ubuntu";
    return { kind: "images", what: `image ${image}`, pin, mirror } as const;
  });
  const bySum = new Map([...assets, ...bases].toReversed().map((file) => [file.pin.sha256, file]));
  return [...bySum.values()].sort((a, b) => (a.what < b.what ? -1 : 1));
}

/** Where to ask: at the mirror of its kind, if there is one, then where the lock says. */
export function sourcesOf({ pin, mirror }: LockedFile, mirrors: Mirrors): readonly string[] {
  const other = mirrors[mirror];
  if (other === undefined) return [pin.url];
  return [...new Set([`${other}/${pathBelow(pin.url, mirror)}`, pin.url])];
}

/** A release is a folder with the assets in it; images keep their place below the maker's own address. */
function pathBelow(url: string, mirror: Mirrored): string {
  if (mirror === "k3s") return url.split("/").slice(-2).join("/");
  const origin = mirror === "raspios" ? origins.raspios : origins.ubuntu;
  return url.startsWith(`${origin}/`) ? url.slice(origin.length + 1) : (url.split("/").at(-1) ?? "");
}

/** Where a file lies in the cache: under the name of what it is. */
export const cachedPath = (cache: string, { sha256 }: Pick<Pin, "sha256">): string => `${cache}/sha256/${sha256}`;
