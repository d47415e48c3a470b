import type { CardSource } from "./card.ts";
import { digest, type FileEntry } from "./output.ts";

export const manifestName = "manifest.json";

/** out/<cluster>/manifest.json: what was built from what. Two trees are equal exactly when their manifests are. */
export interface Manifest {
  readonly format: 1;
  /** The edgegen that wrote it; files are taken over from an older tree only when it is the same. */
  readonly generator: string;
  readonly cluster: string;
  readonly profile: string;
  /** Names the trust that all cards share; a tree of an edgegen that did not write it yet has none. */
  readonly trust?: string | undefined;
  /** Hash over the plans of all cards. */
  readonly plan: string;
  readonly nodes: readonly NodeEntry[];
  readonly files: readonly FileEntry[];
}

export interface NodeEntry {
  readonly name: string;
  readonly role: string;
  readonly address: string;
  readonly image: string;
  readonly instance_id: string;
  readonly plan: string;
}

/** `dcn1/boot/user-data` and `dcn1.tar` belong to dcn1. */
export const ownerOf = (path: string): string => (path.split("/")[0] ?? path).replace(/\.tar$/, "");

export interface Identity {
  readonly generator: string;
  readonly cluster: string;
  readonly profile: string;
  readonly trust?: string | undefined;
}

export function nodeEntry(card: CardSource): NodeEntry {
  const { name, role, address, image, instanceId, plan } = card;
  return { name, role, address, image, instance_id: instanceId, plan };
}

/** Nodes and files are sorted, so that their order in the profile does not show. */
export function manifest(
  { generator, cluster, profile, trust }: Identity,
  nodes: readonly NodeEntry[],
  files: readonly FileEntry[],
): Manifest {
  const sorted = nodes.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const plan = digest(sorted.map((node) => `${node.name} ${node.plan}\n`).join(""));
  const paths = files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  return { format: 1, generator, cluster, profile, trust, plan, nodes: sorted, files: paths };
}

export const printManifest = (content: Manifest): string => `${JSON.stringify(content, undefined, 1)}\n`;

/** A manifest that cannot be read, or is of another format, is as good as none: everything is then written anew. */
export function readManifest(bytes: Uint8Array | undefined): Manifest | undefined {
  if (bytes === undefined) return undefined;
  try {
    const content: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return isManifest(content) ? content : undefined;
  } catch {
    return undefined;
  }
}

function isManifest(content: unknown): content is Manifest {
  if (content === null || typeof content !== "object") return false;
  const { format, nodes, files } = content as Partial<Record<string, unknown>>;
  return format === 1 && isListOf(nodes, ["name", "plan"]) && isListOf(files, ["path", "mode", "sha256"]);
}

/** A list of objects that have text under each of these keys. */
function isListOf(list: unknown, keys: readonly string[]): boolean {
  const isEntry = (entry: unknown) =>
    keys.every((key) => typeof (entry as Record<string, unknown> | null)?.[key] === "string");
  return Array.isArray(list) && list.every(isEntry);
}
