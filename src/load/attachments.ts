import type { Host } from "../host/host.ts";
import { type AttachedFile, type Attachments, attachmentKey } from "../model/attachments.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";
import { nameOf } from "../model/file-name.ts";
import type { MapTree, Path, ScalarTree, Tree } from "../model/tree.ts";
import { findAt } from "../model/tree-path.ts";
import { checkManifest } from "../yaml/parse.ts";
import { isBundle } from "./bundle-text.ts";
import { folderOf, join } from "./path.ts";
import { type Asked, attempt, fewFiles, isFileName, readFile } from "./read.ts";

interface Attached {
  readonly attachments: Attachments;
  readonly sources: ReadonlyMap<string, string>;
  readonly diagnostics: readonly Diagnostic[];
}

interface Reading {
  readonly host: Host;
  readonly attachments: Map<string, readonly AttachedFile[]>;
  readonly sources: Map<string, string>;
  readonly diagnostics: Diagnostic[];
}

/** The endings that K3s deploys from its manifests folder: https://docs.k3s.io/installation/packaged-components. */
const manifestName = /\.(?:ya?ml|json)$/;

/** Reads the files that a profile names: manifests, whose YAML must be sound, and public keys. */
export async function readAttachments(host: Host, tree: MapTree): Promise<Attached> {
  const reading: Reading = { host, attachments: new Map(), sources: new Map(), diagnostics: [] };
  const listed = (...path: Path) => fewFiles(items(findAt(tree, path)?.value), reading.diagnostics);
  const isName = (item: ScalarTree) => isFileName(item, reading.diagnostics);
  for (const item of listed("k3s", "manifests").filter(isText).filter(isName)) await attachManifests(reading, item);
  for (const item of listed("access", "ssh_authorized_keys")) {
    const file = findAt(item, ["file"])?.value;
    if (file && isText(file) && isName(file)) await attachKey(reading, file);
  }
  return reading;
}

async function attachManifests(reading: Reading, item: ScalarTree): Promise<void> {
  const path = pathOf(reading, item);
  const names = await manifestsAt(reading, path, { span: item.span, missing: "file-missing" });
  const files: AttachedFile[] = [];
  for (const name of names) {
    const file = await attach(reading, name, item);
    if (file === undefined) continue;
    reading.sources.set(name, file.text);
    reading.diagnostics.push(
      ...(name.endsWith(".json") ? checkJson(name, file, item) : checkManifest(name, file.text)),
    );
    files.push(file);
  }
  reading.attachments.set(attachmentKey(String(item.value), item.span), files);
}

/** What is no JSON has no place that could be shown: each reader says something else of it. */
function checkJson(path: string, { text }: AttachedFile, { span }: ScalarTree): readonly Diagnostic[] {
  const isObject = (value: unknown) =>
    typeof value === "object" && value !== null && "apiVersion" in value && "kind" in value;
  try {
    if (isObject(JSON.parse(text))) return [];
  } catch {
    return [
      fault("bad-manifest", `${path} is not JSON`, {
        span,
        notes: ["`python3 -m json.tool FILE` says where it stops being that"],
      }),
    ];
  }
  const notes = ["K3s deploys it as it stands: it needs `apiVersion` and `kind`"];
  return [fault("bad-manifest", `${path} is no object of Kubernetes`, { span, notes })];
}

async function manifestsAt(reading: Reading, path: string, asked: Asked): Promise<readonly string[]> {
  const info = await attempt(path, asked, () => reading.host.stat(path));
  reading.diagnostics.push(...info.diagnostics);
  if (info.value?.kind !== "folder") return info.diagnostics.length > 0 ? [] : [path];
  const list = await attempt(path, asked, () => reading.host.list(path));
  const names = (list.value ?? []).filter((name) => manifestName.test(name) && !name.startsWith("."));
  reading.diagnostics.push(...list.diagnostics, ...(list.value && names.length === 0 ? [noManifest(path, asked)] : []));
  return names.map((name) => `${path}/${name}`);
}

function noManifest(folder: string, { span }: Asked): Diagnostic {
  const notes = ["K3s deploys files that end in .yaml, .yml or .json"];
  return fault("file-missing", `there is no manifest in ${folder}`, { span, notes });
}

async function attachKey(reading: Reading, item: ScalarTree): Promise<void> {
  const file = await attach(reading, pathOf(reading, item), item);
  if (file) reading.attachments.set(attachmentKey(String(item.value), item.span), [file]);
}

async function attach(reading: Reading, path: string, item: ScalarTree): Promise<AttachedFile | undefined> {
  const { value: text, diagnostics } = await readFile(reading.host, path, { span: item.span, missing: "file-missing" });
  reading.diagnostics.push(...diagnostics);
  if (text === undefined) return undefined;
  if (!isBundle(text)) return { name: nameOf(path), text };
  reading.diagnostics.push(bundleOnCards(path, item));
  return undefined;
}

function bundleOnCards(path: string, { span }: ScalarTree): Diagnostic {
  const notes = ["every card would carry every secret of the cluster: take it out of what the profile names"];
  return fault("not-a-profile", `${path} is the trust bundle of a cluster`, { span, notes });
}

function pathOf(reading: Reading, item: ScalarTree): string {
  return join(folderOf(item.span.file), String(item.value), reading.host.home);
}

const items = (tree: Tree | undefined) => (tree?.kind === "list" ? tree.items : tree ? [tree] : []);

const isText = (tree: Tree): tree is ScalarTree => tree.kind === "scalar" && typeof tree.value === "string";
