import { images } from "../model/images.ts";
import type { Expected } from "./check.ts";
import { quoted } from "./shell.ts";

/**
 * Shell that sets `seed` to the folder with user-data. A generic image has no fixed place for its medium: NoCloud's own folder, or the
 * medium mounted for the moment, for reading only.
 */
export function openSeed({ node }: Expected): string {
  const { bootMount } = images[node.os.image];
  if (bootMount !== undefined) return `seed=${quoted(bootMount)}`;
  return `seed=/var/lib/cloud/seed/nocloud
if [ ! -e "$seed/meta-data" ]; then
  seed=$(mktemp -d /run/edgegen-check.XXXXXX)
  trap 'umount "$seed"; rmdir "$seed"' EXIT
  mount -o ro,nosuid,nodev,noexec /dev/disk/by-label/CIDATA "$seed" || mount -o ro /dev/disk/by-label/cidata "$seed"
fi`;
}
