import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { toHostError } from "./node-host.ts";
import type { PartFile } from "./part-file.ts";

const piece = 1024 * 1024;

/** Opens a file for adding to it, made where there is none; or only for reading it. */
export async function openPart(path: string, access: "read" | "add"): Promise<PartFile> {
  const guard = async <T>(action: () => Promise<T>): Promise<T> => {
    try {
      return await action();
    } catch (error) {
      throw toHostError(path, error);
    }
  };
  const adds = access === "add";
  const file = await guard(() => open(path, adds ? constants.O_RDWR | constants.O_CREAT : constants.O_RDONLY, 0o600));
  let size = await guard(async () => (await file.stat()).size);
  return {
    size: () => size,
    bytes: () => read(file, size),
    append: (data) =>
      guard(async () => {
        await writeAll(file, data, size);
        size += data.length;
      }),
    empty: () =>
      guard(async () => {
        await file.truncate(0);
        size = 0;
      }),
    close: () =>
      guard(async () => {
        try {
          if (adds) await file.sync();
        } finally {
          await file.close();
        }
      }),
  };
}

async function* read(file: FileHandle, size: number): AsyncIterable<Uint8Array> {
  for (let at = 0; at < size; ) {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(Math.min(piece, size - at)), 0, undefined, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

async function writeAll(file: FileHandle, data: Uint8Array, at: number): Promise<void> {
  for (let done = 0; done < data.length; ) {
    done += (await file.write(data, done, data.length - done, at + done)).bytesWritten;
  }
}
