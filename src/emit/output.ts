import { createHash } from "node:crypto";

/** One file of out/<cluster>/ with what the manifest says of it. */
export interface OutputFile {
  readonly path: string;
  readonly mode: number;
  readonly data: string | Uint8Array | Stored;
}

/** What lies elsewhere on this machine, large, and held against its sum by whoever names it. */
export interface Stored {
  readonly from: string;
  readonly size: number;
  readonly sha256: string;
}

export const isStored = (data: OutputFile["data"]): data is Stored =>
  typeof data === "object" && !(data instanceof Uint8Array);

/** An entry of manifest.json. */
export interface FileEntry {
  readonly path: string;
  /** Octal, as chmod takes it. */
  readonly mode: string;
  readonly size: number;
  readonly sha256: string;
}

export function fileEntry({ path, mode, data }: OutputFile): FileEntry {
  if (isStored(data)) return { path, mode: octal(mode), size: data.size, sha256: data.sha256 };
  const size = typeof data === "string" ? Buffer.byteLength(data) : data.length;
  return { path, mode: octal(mode), size, sha256: digest(data) };
}

export const octal = (mode: number): string => mode.toString(8).padStart(4, "0");

export const digest = (data: string | Uint8Array): string => createHash("sha256").update(data).digest("hex");
