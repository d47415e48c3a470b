import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { inject } from "vitest";
import { parse } from "yaml";
import type { Variant } from "../testbed/root.ts";
import type { Exhibit } from "./oracle.ts";

/** A file that cloud-init writes on the node, as it will lie there. */
export interface NodeFile extends Exhibit {
  readonly path: string;
  readonly mode: number;
}

/** One card of a built tree, taken apart. */
export interface Card {
  /** `case/node`, the beginning of every message about it. */
  readonly at: string;
  readonly node: string;
  /** The cluster's tree that it belongs to. */
  readonly tree: string;
  /** Its own folder in there, with boot/. */
  readonly folder: string;
  readonly config: CloudConfig;
  readonly files: readonly NodeFile[];
  readonly facts: Facts;
  readonly variant: Variant;
}

/** The keys of cloud-config that a judge asks for; cloudinit.readthedocs.io/en/latest/reference/modules.html. */
export interface CloudConfig {
  readonly bootcmd?: readonly Command[];
  readonly runcmd?: readonly Command[];
  readonly users?: readonly { name: string; sudo?: string | null; ssh_authorized_keys?: readonly string[] }[];
  readonly write_files?: readonly WrittenFile[];
}

export type Command = string | readonly string[];

interface WrittenFile {
  readonly path: string;
  readonly content: string;
  readonly permissions?: string;
  readonly encoding?: string;
}

/** /etc/edgegen/card.json. */
export interface Facts {
  readonly role: string;
  readonly address: string;
  readonly prefix_length: number;
  readonly gateway: string;
  readonly interface: string | null;
  readonly image: string;
  readonly build_epoch: number;
}

let known: readonly Card[] | undefined;

/** Every card of every tree that is to be judged. */
export function cards(): readonly Card[] {
  known ??= findCards();
  return known;
}

function findCards(): readonly Card[] {
  const trees = inject("trees");
  const unbuilt = trees.filter(({ complaint }) => complaint !== undefined);
  if (unbuilt.length > 0) throw new Error(`not built: ${unbuilt.map(({ name }) => name)}; ${unbuilt[0]?.complaint}`);
  const found = trees.flatMap(({ name, folder }) =>
    readdirSync(folder)
      .filter((node) => existsSync(join(folder, node, "boot/user-data")))
      .map((node) => card(`${name}/${node}`, node, folder)),
  );
  if (found.length === 0) throw new Error("there is no card to judge");
  return found;
}

export function card(at: string, node: string, tree: string): Card {
  const folder = join(tree, node);
  const config: CloudConfig = parse(readFileSync(join(folder, "boot/user-data"), "utf8"));
  const files = (config.write_files ?? []).map((file) => nodeFile(at, file));
  const facts: Facts = JSON.parse(fileOf(files, "/etc/edgegen/card.json").text);
  return { at, node, tree, folder, config, files, facts, variant: variantOf(facts.image) };
}

function nodeFile(at: string, { path, content, permissions = "0644", encoding = "text/plain" }: WrittenFile): NodeFile {
  return { at: `${at}:${path}`, path, mode: Number.parseInt(permissions, 8), text: decode(content, encoding) };
}

/** The encodings of cc_write_files that a card may use. */
function decode(content: string, encoding: string): string {
  if (encoding === "text/plain") return content;
  if (encoding === "b64") return Buffer.from(content, "base64").toString("utf8");
  if (encoding === "gz+b64") return gunzipSync(Buffer.from(content, "base64")).toString("utf8");
  throw new Error(`encoding ${encoding} is not one that cards use`);
}

function variantOf(image: string): Variant {
  if (image.startsWith("raspios")) return "raspios";
  return image.startsWith("ubuntu") ? "ubuntu" : "generic";
}

export function fileOf(files: readonly NodeFile[], path: string): NodeFile {
  const file = files.find((candidate) => candidate.path === path);
  if (file === undefined) throw new Error(`there is no ${path} among ${files.map((each) => each.path).join(" ")}`);
  return file;
}

/** The files of all cards that have a name of that form. */
export const filesNamed = (pattern: RegExp): readonly NodeFile[] =>
  cards().flatMap(({ files }) => files.filter(({ path }) => pattern.test(path)));

/** Lays a node's files below a folder, as cloud-init would below /. */
export function layOut(files: readonly Pick<NodeFile, "path" | "mode" | "text">[], folder: string): string {
  for (const { path, mode, text } of files) {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
    chmodSync(target, mode);
  }
  return folder;
}
