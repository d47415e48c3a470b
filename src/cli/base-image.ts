import { resolve, sep } from "node:path";
import type { ClusterNode } from "../model/cluster.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";
import type { BootOptions } from "./commands/boot.ts";
import type { Io } from "./io.ts";

/** Those of `make testbed`, one for each layout. */
export function baseImage(io: Io, { base }: BootOptions, node: ClusterNode): string {
  const layout = node.os.image === "raspios-trixie" ? "raspios" : "ubuntu";
  return base ?? `${io.host.home}/.cache/edgegen/virtual-pi/latest/${layout}.img`;
}

/** Why these nodes cannot be booted in that folder; said before the first of them is. */
export async function unusableImages(
  io: Io,
  options: BootOptions,
  nodes: readonly ClusterNode[],
  folder: string,
): Promise<readonly Diagnostic[]> {
  const bases = [...new Set(nodes.map((node) => baseImage(io, options, node)))];
  const found = bases.map(async (base) => {
    if ((await io.host.stat(base))?.kind !== "file") return [noImage(base, options)];
    return resolve(base).startsWith(resolve(folder) + sep) ? [ownImage(base)] : [];
  });
  return (await Promise.all(found)).flat();
}

const noImage = (path: string, { base }: BootOptions) =>
  fault("image-missing", "there is no image to boot from", {
    subject: path,
    notes: [
      base === undefined
        ? "--base IMG names a stock image, unpacked; `make testbed` makes one of Debian's packages (root on Debian)"
        : "check the path",
    ],
  });

const ownImage = (path: string) =>
  fault("image-unfit", "it lies where the nodes are booted, and would be removed first", {
    subject: path,
    notes: ["move it away"],
  });
