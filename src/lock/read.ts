import { type Host, HostError } from "../host/host.ts";
import type { Result } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";
import type { ImageId } from "../model/images.ts";
import type { Lock } from "../model/lock.ts";
import { showPath } from "../model/tree-path.ts";
import { type LockFile, lockFile } from "../schema/lock.ts";
import { parsePlain } from "../yaml/plain.ts";

/** Where the lock of a cluster lies: beside its profile. */
export function lockPath(profilePath: string, cluster: string): string {
  return `${profilePath.slice(0, profilePath.lastIndexOf("/") + 1)}${cluster}.lock.yaml`;
}

/** The lock, with no value and no diagnostic where there is none. */
export async function readLock(host: Host, path: string): Promise<Result<Lock>> {
  if ((await host.stat(path)) === undefined) return { diagnostics: [] };
  return parseLock(await textOf(host, path), path);
}

async function textOf(host: Host, path: string): Promise<string | undefined> {
  try {
    return await host.readText(path);
  } catch (error) {
    if (error instanceof HostError && error.reason === "EILSEQ") return undefined;
    throw error;
  }
}

function parseLock(text: string | undefined, path: string): Result<Lock> {
  if (text === undefined) return damaged(path, "it is not UTF-8 text");
  if (/^(<<<<<<<|>>>>>>>) /m.test(text)) return damaged(path, "it holds both sides of a merge that was not finished");
  const yaml = parsePlain(text.replaceAll("\r\n", "\n"));
  if ("line" in yaml) return damaged(path, `line ${yaml.line} is not what a lock holds there`);
  const file = lockFile.safeParse(yaml.value);
  if (file.success) return { value: lockOf(file.data), diagnostics: [] };
  const where = file.error.issues.map((issue) => showPath(issue.path.map(step)))[0];
  return damaged(path, `${where || "the whole"} is not what a lock holds there`);
}

const step = (key: PropertyKey) => (typeof key === "number" ? key : String(key));

function lockOf({ created, channel, k3s, rancher, images }: LockFile): Lock {
  return {
    created,
    ...(channel && { channel }),
    k3s: new Map(Object.entries(k3s).map(([version, assets]) => [version, new Map(Object.entries(assets))])),
    rancher: new Map(Object.entries(rancher)),
    images: new Map(Object.entries(images).map(([image, pin]) => [image as ImageId, pin])),
  };
}

function damaged(path: string, why: string): Result<Lock> {
  const notes = ["restore it from version control; or remove it, and edgegen lock makes a new one"];
  return { diagnostics: [fault("lock-damaged", `the lock cannot be used: ${why}`, { subject: path, notes })] };
}
