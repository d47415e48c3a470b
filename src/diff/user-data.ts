import { parsePlain } from "../yaml/plain.ts";

/** user-data as edgegen writes it, in the parts that a person thinks of: what cloud-init does, and the files of the node. */
export interface UserData {
  readonly head: string;
  /** The text of each entry by the node's path. */
  readonly entries: ReadonlyMap<string, string>;
}

export interface NodeEntry {
  readonly path: string;
  readonly mode: string;
  readonly content: string;
}

const list = "\nwrite_files:\n";

/** Split by its looks: what is the same on both sides is never parsed, and it is long. Undefined: it does not look like that any more. */
export function splitUserData(text: string): UserData | undefined {
  const start = text.indexOf(list);
  if (start < 0) return undefined;
  const entries = text.slice(start + list.length).split(/^(?=- path: )/m);
  const pathOf = (entry: string) => /^- path: (.*)$/m.exec(entry)?.[1] ?? "";
  return { head: text.slice(0, start + 1), entries: new Map(entries.map((entry) => [pathOf(entry), entry])) };
}

/** Undefined: somebody edited it, and it is no entry any more. */
export function readEntry(text: string): NodeEntry | undefined {
  const plain = parsePlain(text);
  if (!("value" in plain) || !Array.isArray(plain.value) || plain.value.length !== 1) return undefined;
  const { path, permissions: mode, content } = (plain.value[0] ?? {}) as Partial<Record<string, unknown>>;
  const isEntry = typeof path === "string" && typeof mode === "string" && typeof content === "string";
  return isEntry ? { path, mode, content } : undefined;
}
