import { HostError } from "../../src/host/host.ts";
import type { OutputTree } from "../../src/host/output-tree.ts";

interface Entry {
  readonly data: Uint8Array;
  readonly mode: number;
  /** Counts changes instead of milliseconds. */
  readonly modified: number;
}

/** A file system in memory that can be made to fail or to be cut at a chosen moment. */
export interface MemoryTree extends OutputTree {
  readonly files: Map<string, Entry>;
  /** After so many changes to the tree every further one throws, as if the disk were full or the process gone. */
  failAfter: number;
  reason: string;
  /** The change with this number throws, and no other. */
  failOnceAt: number;
  readonly text: (path: string) => string;
  readonly changes: () => number;
  /** What somebody else does to a file. */
  readonly edit: (path: string, text: string, mode?: number) => void;
}

export function memoryTree(): MemoryTree {
  const files = new Map<string, Entry>();
  const folders = new Set<string>();
  let changes = 0;
  const change = (path: string) => {
    if (changes >= tree.failAfter) throw new HostError(path, tree.reason);
    changes += 1;
    if (changes - 1 !== tree.failOnceAt) return;
    throw new HostError(path, tree.reason);
  };
  const below = (path: string) => [...files.keys()].filter((name) => name.startsWith(`${path}/`));
  const move = (from: string, to: string) => {
    for (const name of [from, ...below(from)]) {
      const entry = files.get(name);
      if (entry) files.set(to + name.slice(from.length), entry);
      files.delete(name);
    }
    for (const folder of [...folders]) {
      if (folder !== from && !folder.startsWith(`${from}/`)) continue;
      folders.delete(folder);
      folders.add(to + folder.slice(from.length));
    }
  };
  const tree: MemoryTree = {
    files,
    failOnceAt: Number.NaN,
    failAfter: Number.POSITIVE_INFINITY,
    reason: "ENOSPC",
    changes: () => changes,
    edit: (path, text, mode = 0o600) => {
      changes += 1;
      files.set(path, { data: new TextEncoder().encode(text), mode, modified: changes });
    },
    text: (path) => new TextDecoder().decode(files.get(path)?.data),
    place: (path) => path,
    requireWritable: () => undefined,
    exists: (path) => files.has(path) || folders.has(path) || below(path).length > 0,
    read: (path) => files.get(path)?.data,
    stat: (path) => {
      const entry = files.get(path);
      return entry && { size: entry.data.length, mode: entry.mode, modified: entry.modified };
    },
    list: (path) => [...new Set(below(path).map((name) => name.slice(path.length + 1).split("/")[0] ?? ""))].sort(),
    filesBelow: (path) =>
      below(path)
        .map((name) => name.slice(path.length + 1))
        .sort(),
    makeFolder: (path) => {
      change(path);
      folders.add(path);
    },
    writeNew: (path, data, mode) => {
      change(path);
      if (files.has(path)) throw new HostError(path, "EEXIST");
      const bytes = typeof data === "string" ? new TextEncoder().encode(data) : data;
      files.set(path, { data: bytes, mode, modified: changes });
    },
    takeNew: (path, from, mode) => tree.writeNew(path, files.get(from)?.data ?? "", mode),
    rename: (from, to) => {
      change(to);
      if (tree.exists(to)) throw new HostError(to, "ENOTEMPTY");
      move(from, to);
    },
    removeTree: (path) => {
      change(path);
      for (const name of [path, ...below(path)]) files.delete(name);
      for (const folder of [...folders]) if (folder === path || folder.startsWith(`${path}/`)) folders.delete(folder);
    },
    lock: (path) => {
      if (files.has(path)) return { heldBy: Number(tree.text(path)) };
      files.set(path, { data: new TextEncoder().encode("1"), mode: 0o600, modified: changes });
      return { release: () => void files.delete(path) };
    },
  };
  return tree;
}
