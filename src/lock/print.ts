import type { Lock } from "../model/lock.ts";
import { printYaml } from "../yaml/print.ts";

const head = `# What every download of this cluster must be, to the byte. Written by edgegen lock; commit it.
`;

/** The same lock gives the same text: sorted, one fact a line, so that a diff can be read. */
export function printLock({ created, channel, k3s, rancher, images }: Lock): string {
  const releases = [...k3s].map(([version, assets]) => [version, sorted(assets)] as const);
  return `${head}${printYaml({
    ...{ version: 1, created, ...(channel && { channel }) },
    k3s: sorted(releases),
    rancher: sorted(rancher),
    images: sorted(images),
  })}`;
}

function sorted<T>(entries: Iterable<readonly [string, T]>): Record<string, T> {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}
