import { isAbsolute, relative } from "node:path";
import type { NewProfile } from "../init/profile-text.ts";
import { isKey, profileText } from "../init/profile-text.ts";
import { scalar } from "../init/scalar.ts";
import type { Wishes } from "../init/wishes.ts";
import { folderOf, join, withoutEnding } from "../load/path.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";
import { nameOf } from "../model/file-name.ts";
import { type Read, readCluster } from "../pipeline.ts";
import { findProfile } from "./find-profile.ts";
import type { Io } from "./io.ts";

/** Where a profile is to be made. */
export interface Place {
  /** As `--profile` names it. */
  readonly asked: string;
  readonly path: string;
  readonly folder: string;
  readonly schema: string | undefined;
}

/** The place of a new profile, or why there can be none. */
export async function placeFor(io: Io, asked: string): Promise<Place | Diagnostic> {
  const { host } = io;
  const named = join("", await findProfile(host, asked), host.home);
  const isFolder = (await host.stat(named))?.kind === "folder";
  const path = isFolder || /\.ya?ml$/.test(named) ? named : `${named}.yaml`;
  if (path.endsWith(".secrets.yaml")) return reserved(path);
  const found = await host.stat(path);
  if (found) return found.kind === "folder" ? aFolder(path) : taken(path);
  const folder = folderOf(path) || ".";
  const schema = (await host.stat(schemaFile)) ? relative(folder, schemaFile) : undefined;
  return { asked: path === named ? asked : path, path, folder, schema };
}

const schemaFile = "schema/profile.schema.json";

export function textFor({ asked, path, folder, schema }: Place, wishes: Wishes, home: string): string {
  const sshKey = wishes.sshKey === undefined ? undefined : seenFrom(folder, wishes.sshKey, home);
  const profile: NewProfile = {
    cluster: withoutEnding(nameOf(path)),
    name: asked,
    schema,
    wishes: { ...wishes, sshKey },
  };
  return profileText(profile);
}

/** A path that counts from the working folder, as a file in another one has to write it; what is at home stays so for others. */
function seenFrom(folder: string, path: string, home: string): string {
  if (isKey(path)) return path;
  if (path.startsWith(`${home}/`)) return `~${path.slice(home.length)}`;
  return isAbsolute(path) || path.startsWith("~") ? path : relative(folder, path);
}

const notWritten = " (not written)";

/** What the language says of a text that is in no file yet. */
export function readText(io: Io, { path }: Place, text: string): Promise<Read> {
  const shown = path + notWritten;
  const { host } = io;
  const readText = async (file: string) => (file === shown ? text : host.readText(file));
  // Whatever appears under its name meanwhile, is no other profile.
  const stat = async (file: string) => (file === path ? undefined : host.stat(file));
  return readCluster({ ...host, readText, stat }, shown);
}

/** A fault of what an option or the name said, at that: nobody has seen the text that it became. */
export function atOption(diagnostic: Diagnostic, text: string, wishes: Wishes, place: Place): Diagnostic {
  const { span, suggestion, ...rest } = diagnostic;
  const written = span?.file.endsWith(notWritten) ? text.slice(span.start, span.end) : undefined;
  const [key = countedFrom(wishes, written)] =
    Object.entries(wishes).find(([, value]) => typeof value === "string" && isWritten(value, written)) ?? [];
  const isName = key === undefined && isWritten(withoutEnding(nameOf(place.path)), written);
  if (key === undefined && !isName) return diagnostic;
  const guess = suggestion ? [{ message: `did you mean "${suggestion.text}"?` }] : [];
  const subject = key === undefined ? "NAME" : `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  const known = rest.notes.filter((note) => !note.span?.file.endsWith(notWritten));
  return { ...rest, subject, notes: [...guess, ...known] };
}

/** The addresses of the other nodes count up from the first. */
const countedFrom = ({ firstAddress }: Wishes, written = "") =>
  firstAddress !== undefined && /^[\d.]+\+$/.test(written) ? "firstAddress" : undefined;

const isWritten = (value: string, written: string | undefined) => written === value || written === scalar(value);

/** Why there can be no such key. What was given may be a key that nobody is to see. */
export async function missingKey(io: Io, { sshKey }: Wishes): Promise<readonly Diagnostic[]> {
  if (sshKey === undefined || isKey(sshKey)) return [];
  const path = join("", sshKey, io.host.home);
  return (await io.host.stat(path)) ? [] : [noKey];
}

const noKey = fault("file-missing", "there is no such file", {
  subject: "--ssh-key",
  notes: ["it counts from the current folder, as ../me.pub does; the text of a public key may stand there as well"],
});

const taken = (path: string) =>
  fault("not-writable", "this profile is there already, and stays as it is", {
    subject: path,
    notes: ["name another: edgegen init NAME", "to begin anew, move it away; its bundle belongs to it"],
  });

const aFolder = (path: string) =>
  fault("not-writable", "this is a folder", { subject: path, notes: [`name a file in it: ${path}/lab.yaml`] });

const reserved = (path: string) =>
  fault("not-writable", "a name that ends so is that of a trust bundle", {
    subject: path,
    notes: [`name the profile ${path.replace(/\.secrets\.yaml$/, ".yaml")}`],
  });
