import { type Host, HostError } from "../../src/host/host.ts";

/** A machine that has nothing but these files. */
export function memoryHost(given: Readonly<Record<string, string>>): Host & { readonly files: Map<string, string> } {
  const files = new Map(Object.entries(given));
  const read = (path: string) => {
    const text = files.get(path);
    if (text === undefined) throw new HostError(path, "ENOENT");
    return text;
  };
  const isFolder = (path: string) => [...files.keys()].some((name) => name.startsWith(`${path}/`));
  return {
    files,
    home: "/home/tester",
    readText: async (path) => read(path),
    readBytes: async (path) => new TextEncoder().encode(read(path)),
    stat: async (path) => {
      if (files.has(path)) return { kind: "file", mode: 0o600 };
      return isFolder(path) ? { kind: "folder", mode: 0o700 } : undefined;
    },
    list: async (path) => {
      const below = [...files.keys()].filter((name) => name.startsWith(`${path}/`));
      return [...new Set(below.map((name) => name.slice(path.length + 1).split("/")[0] ?? ""))].sort();
    },
    writeAtomic: async (path, data, _mode, exclusive) => {
      if (exclusive && files.has(path)) throw new HostError(path, "EEXIST");
      files.set(path, typeof data === "string" ? data : new TextDecoder().decode(data));
    },
    remove: async (path) => void files.delete(path),
  };
}
