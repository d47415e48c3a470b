import { type Host, HostError } from "../../../src/host/host.ts";

/** A computer that has only these files, and whose home is /home/ada. A text of `undefined` is a file that may not be read. */
export function filesHost(files: Readonly<Record<string, string | undefined>>): Host {
  const readText = async (path: string) => {
    if (!Object.hasOwn(files, path)) throw new HostError(path, isFolder(files, path) ? "EISDIR" : "ENOENT");
    const text = files[path];
    if (text === undefined) throw new HostError(path, "EACCES");
    return text;
  };
  const refuse = (path: string) => Promise.reject(new HostError(path, "EROFS"));
  return {
    home: "/home/ada",
    readText,
    readBytes: async (path) => new TextEncoder().encode(await readText(path)),
    stat: async (path) => {
      const kind = Object.hasOwn(files, path) ? "file" : isFolder(files, path) ? "folder" : undefined;
      return kind && { kind, mode: 0o644 };
    },
    list: async (path) =>
      Object.keys(files)
        .flatMap((name) => nameIn(path, name))
        .sort(),
    writeAtomic: refuse,
    remove: refuse,
  };
}

const isFolder = (files: object, path: string) => Object.keys(files).some((name) => name.startsWith(`${path}/`));

function nameIn(folder: string, path: string): readonly string[] {
  const rest = path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : "";
  return rest === "" || rest.includes("/") ? [] : [rest];
}
