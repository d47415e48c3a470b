import { createHash } from "node:crypto";
import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { inject } from "vitest";
import { parse } from "yaml";
import type { Rack } from "./rack.ts";

export interface Card {
  readonly instance_id: string;
  readonly steps: readonly { readonly name: string; readonly inputs: string; readonly every_boot: boolean }[];
  readonly files: readonly { readonly path: string; readonly sha256: string; readonly mode: string }[];
}

/** card.json as `build` wrote it into the node's user-data. */
export function cardOf(node: string): Card {
  const userData = parse(readFileSync(join(inject("testbed").cluster, node, "boot/user-data"), "utf8")) as {
    write_files: { path: string; content: string }[];
  };
  const file = userData.write_files.find(({ path }) => path === "/etc/edgegen/card.json");
  return JSON.parse(file?.content ?? "") as Card;
}

export const stampsOf = (card: Card): readonly string[] =>
  card.steps.filter((step) => !step.every_boot).map((step) => `${step.name}-${step.inputs}`);

/** What the node wrote on its disk, below these folders: each file with its mode and sum. */
export function snapshot(rack: Rack, node: string, ...folders: readonly string[]): ReadonlyMap<string, string> {
  const upper = join(rack.state, node, "upper");
  const paths = folders.flatMap((folder) =>
    readdirSync(join(upper, folder), { recursive: true, encoding: "utf8" }).map((path) => join(folder, path)),
  );
  return new Map(paths.sort().map((path) => [path, describe(join(upper, path))]));
}

/** Of a file of the node's disk: `0600 <sha256>`. */
export const onDisk = (rack: Rack, node: string, path: string): string =>
  describe(join(rack.state, node, "upper", path));

function describe(path: string): string {
  const info = lstatSync(path);
  const mode = (info.mode & 0o7777).toString(8).padStart(4, "0");
  return info.isFile() ? `${mode} ${createHash("sha256").update(readFileSync(path)).digest("hex")}` : mode;
}

/** The stamps in the order of their making, with the times in which they were made. */
export function stampsOnDisk(rack: Rack, node: string): readonly (readonly [name: string, time: number])[] {
  const folder = join(rack.state, node, "upper/var/lib/edgegen/steps");
  const stamps = readdirSync(folder).map((name) => [name, lstatSync(join(folder, name)).mtimeMs] as const);
  return stamps.toSorted(([, a], [, b]) => a - b);
}
