import type { OutputTree } from "../host/output-tree.ts";
import { type FileEntry, fileEntry, isStored, type OutputFile } from "./output.ts";

/** Puts files below one folder and makes it and their parents on the way: without a file there is no folder. */
export interface FolderWriter {
  readonly write: (file: OutputFile) => FileEntry;
}

export function folderWriter(tree: OutputTree, root: string): FolderWriter {
  const made = new Set<string>();
  return {
    write(file) {
      makeParents(tree, root, file.path, made);
      if (isStored(file.data)) tree.takeNew(`${root}/${file.path}`, file.data.from, file.mode);
      else tree.writeNew(`${root}/${file.path}`, file.data, file.mode);
      return fileEntry(file);
    },
  };
}

/** Every folder is 0700: most of what is in it is secret, and nobody else has business there. */
function makeParents(tree: OutputTree, root: string, path: string, made: Set<string>): void {
  const parts = path.split("/").slice(0, -1);
  for (let depth = 0; depth <= parts.length; depth += 1) {
    const folder = [root, ...parts.slice(0, depth)].join("/");
    if (made.has(folder)) continue;
    tree.makeFolder(folder, 0o700);
    made.add(folder);
  }
}
