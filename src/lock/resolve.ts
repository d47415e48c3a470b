import type { Trying } from "../fetch/retry.ts";
import type { Lock, Pin } from "../model/lock.ts";
import { pinImage } from "./base-image.ts";
import type { Mirrors } from "./origins.ts";
import { imageDigest } from "./registry.ts";
import { pinRelease } from "./release.ts";
import type { Wanted } from "./wanted.ts";

/** Asks for everything at once: each is a few small answers. The first that cannot be had ends it (WebError). */
export async function resolveWanted(
  trying: Trying,
  wanted: Wanted,
  mirrors: Mirrors,
): Promise<Pick<Lock, "k3s" | "rancher" | "images">> {
  const [k3s, rancher, images] = await Promise.all([
    Promise.all(
      wanted.k3s.map(async (release) => {
        const mirror = mirrors.k3s ?? release.mirror;
        return [release.version, await pinRelease(trying, { ...release, mirror })] as const;
      }),
    ),
    Promise.all(wanted.rancher.map(async (ref) => [ref, await imageDigest(trying, ref, mirrors.registry)] as const)),
    Promise.all(wanted.images.map(async (image) => [image, await pinImage(trying, image, mirrors)] as const)),
  ]);
  return { k3s: merged(k3s), rancher: new Map(rancher), images: new Map(images) };
}

/** Boards of two architectures share a version. */
function merged(releases: readonly (readonly [string, ReadonlyMap<string, Pin>])[]): Lock["k3s"] {
  const found = new Map<string, ReadonlyMap<string, Pin>>();
  for (const [version, assets] of releases) found.set(version, new Map([...(found.get(version) ?? []), ...assets]));
  return found;
}
