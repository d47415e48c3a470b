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

const isPath = (profile: string) => /[/\\]|\.ya?ml$|^\.\.?$/.test(profile);

/** A profile that is not there, with those that are. */
export async function missingProfile(host: Host, asked: string, path: string): Promise<Diagnostic | undefined> {
  if (asked === "-") return noStream;
  const there = path.startsWith("~") || (await inspect(host, path));
  const deadLink = typeof there === "object" && there.kind === "dead-link";
  if (there && !deadLink) return undefined;
  const folder = folderOf(path) || ".";
  const names = await profilesIn(host, folder);
  const notes = [...(await elsewhere(host, asked)), ...nearest(asked, path, names), inventory(folder, names)];
  const message = deadLink ? `${path} is a link, and nothing is where it leads to` : `${path} is not there`;
  return fault("file-unreadable", message, { subject: path, notes });
}

const noStream = fault("file-unreadable", "a profile is not read from standard input", {
  notes: ["save it to a file and name that: what it includes is looked for from there"],
});

/** A name that is a path's, or a path that is a name's. */
async function elsewhere(host: Host, asked: string): Promise<readonly string[]> {
  if (/[/\\]/.test(asked)) return [];
  const [other, written] = isPath(asked)
    ? [await findProfile(host, withoutEnding(asked)), withoutEnding(asked)]
    : [`${asked}.yaml`, `${asked}.yaml`];
  return (await inspect(host, other))?.kind === "file" ? [`did you mean "${written}"?`] : [];
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
  const names = (await host.list(folder)).filter(
    (name) => /(?<!\.secrets|\.lock)\.ya?ml$/.test(name) && !name.startsWith("."),
  );
  const files = await Promise.all(names.map((name) => isFile(host, `${folder}/${name}`)));
  return names.filter((_, at) => files[at]);
}

/** A link in a circle is none. */
const isFile = (host: Host, path: string) =>
  host.stat(path).then(
    (found) => found?.kind === "file",
    () => false,
  );

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
