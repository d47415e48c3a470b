import { type FileInfo, type Host, HostError } from "../host/host.ts";
import { folderOf, withoutEnding } from "../load/path.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { didYouMean } from "../model/did-you-mean.ts";
import { fault } from "../model/fault.ts";
import { nameOf } from "../model/file-name.ts";

/** `--profile` is the name of a file in profiles/, or a path. Paths are kept as written: they appear in every diagnostic. */
export async function findProfile(host: Host, profile: string): Promise<string> {
  if (isPath(profile)) return profile.replace(/(?<=[^/])\/+$/, "");
  const short = `profiles/${profile}.yaml`;
  return (await inspect(host, short)) || !(await inspect(host, `profiles/${profile}.yml`))
    ? short
    : `profiles/${profile}.yml`;
}

const isPath = (profile: string) => /[/\\]|\.ya?ml$/.test(profile);

/** A profile that is not there, with those that are. */
export async function missingProfile(host: Host, asked: string, path: string): Promise<Diagnostic | undefined> {
  if (path.startsWith("~") || (await inspect(host, path))) return undefined;
  const folder = folderOf(path) || ".";
  const names = await profilesIn(host, folder);
  const notes = [...nearest(asked, path, names), inventory(folder, names)];
  return fault("file-unreadable", `${path} is not there`, { subject: path, notes });
}

/** What is told of a path that leads through a file, is that there is nothing at its end. */
async function inspect(host: Host, path: string): Promise<FileInfo | undefined> {
  try {
    return await host.stat(path);
  } catch (error) {
    if (error instanceof HostError && error.reason === "ENOTDIR") return undefined;
    throw error;
  }
}

export async function profilesIn(host: Host, folder: string): Promise<readonly string[]> {
  if ((await inspect(host, folder))?.kind !== "folder") return [];
  return (await host.list(folder)).filter(
    (name) => /(?<!\.secrets|\.lock)\.ya?ml$/.test(name) && !name.startsWith("."),
  );
}

/** As it would have to be written: a name for a name, a path for a path. */
function nearest(asked: string, path: string, names: readonly string[]): readonly string[] {
  const before = path.slice(0, path.length - nameOf(path).length);
  const written = (name: string) => (isPath(asked) ? before + name : withoutEnding(name));
  const guess = didYouMean(withoutEnding(nameOf(path)), names.map(withoutEnding));
  const near = names.filter((name) => guess.words.includes(withoutEnding(name))).map(written);
  return near.length === 0 ? [] : [`did you mean ${near.map((each) => `"${each}"`).join(" or ")}?`];
}

const mostNames = 12;

function inventory(folder: string, names: readonly string[]): string {
  if (names.length === 0) return `there is no profile in ${folder}/: name the path of one, or make one: edgegen init`;
  const list = names.slice(0, mostNames).map(withoutEnding);
  return `in ${folder}/ there is: ${list.join(", ")}${names.length > mostNames ? ", ..." : ""}`;
}
