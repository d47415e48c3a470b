import { type Host, HostError } from "../host/host.ts";
import type { Code } from "../model/catalogue.ts";
import type { Diagnostic, Result } from "../model/diagnostic.ts";
import { didYouMean } from "../model/did-you-mean.ts";
import { fault } from "../model/fault.ts";
import { nameOf } from "../model/file-name.ts";
import type { Span } from "../model/span.ts";
import type { ScalarTree, Tree } from "../model/tree.ts";
import { unprintable } from "../model/unprintable.ts";
import { folderOf } from "./path.ts";

/** Who asked for a file: the place in a profile, and the code for the case that there is none. */
export interface Asked {
  readonly span: Span | undefined;
  readonly missing: Code;
}

/** What the system's error codes mean for a file that somebody named. */
const reasons: Readonly<Record<string, string>> = {
  ENOENT: "is not there",
  ENOTDIR: "is not there",
  EISDIR: "is a folder, not a file",
  EACCES: "may not be read by you",
  EPERM: "may not be read by you",
  ENODEV: "is a device or a pipe, not a file",
  EFBIG: "is larger than 64 MiB",
  EILSEQ: "is not text in UTF-8",
  ELOOP: "is a link to itself",
};

const advice: Readonly<Record<string, string>> = {
  EISDIR: "name each file in it",
  EILSEQ: "save it as UTF-8",
};

/** A list of files is written by a person: what is longer is a list of something else. */
const mostFiles = 250;

/** As many items of a list of files as are looked at. That there are more is said at the first of them. */
export function fewFiles(items: readonly Tree[], diagnostics: Diagnostic[]): readonly Tree[] {
  const beyond = items[mostFiles];
  if (beyond === undefined) return items;
  diagnostics.push(fault("bad-value", `more than ${mostFiles} in a list of files`, { span: beyond.span }));
  return items.slice(0, mostFiles);
}

/** Whether a text can be the name of a file; where it holds what no name does, no system is asked for it. */
export function isFileName({ value, span }: ScalarTree, diagnostics: Diagnostic[]): boolean {
  const bad = unprintable(String(value));
  if (bad !== undefined) diagnostics.push(fault("bad-value", `a path has ${bad} in it`, { span }));
  return bad === undefined;
}

/** The text of a file, or why there is none. */
export async function readFile(host: Host, path: string, asked: Asked): Promise<Result<string>> {
  const read = await attempt(path, asked, () => host.readText(path));
  const isMissing = asked.span !== undefined && read.diagnostics.some(({ code }) => code === asked.missing);
  if (!isMissing) return read;
  const notes = [{ message: noPath(path) ?? (await whatThereIs(host, path, asked)) }];
  return { diagnostics: read.diagnostics.map((diagnostic) => ({ ...diagnostic, notes })) };
}

/** Of the two slashes of a URL one is left in a path that was worked out. */
const url = /(?<=^|\/)(?:https?|git|file|oci|s3):\//;

/** What other programs fetch, fill in or search for. */
function noPath(path: string): string | undefined {
  if (url.test(path)) return "edgegen fetches no files: save it beside the profile, and name it by its path";
  if (/\$/.test(path)) return "no variables are filled in: `~` is your home";
  return /\*/.test(path)
    ? "a path has no wildcards: name the folder for all manifests in it, else each file"
    : undefined;
}

/** A slip of the pen, or a path that was meant to count from somewhere else. */
async function whatThereIs(host: Host, path: string, { span: by }: Asked): Promise<string> {
  const folder = folderOf(path);
  const names = await attempt(path, { span: undefined, missing: "file-missing" }, () => host.list(folder || "."));
  // What files have in common by their ending is no likeness.
  const stems = didYouMean(stem(nameOf(path)), (names.value ?? []).map(stem)).words;
  const alike = (names.value ?? []).filter((name) => stems.includes(stem(name)));
  const ofKind = alike.filter((name) => name.endsWith(nameOf(path).slice(stem(nameOf(path)).length)));
  const near = (ofKind.length > 0 ? ofKind : alike).slice(0, 3);
  if (near.length > 0) return `there is ${near.map((name) => (folder ? `${folder}/${name}` : name)).join(", and ")}`;
  const isWhole = path.startsWith("/") && !by?.file.startsWith("/");
  return isWhole ? `${folder} has no file of such a name` : "a path counts from the file that it is written in";
}

const stem = (name: string) => name.replace(/(?<=.)\.[a-z0-9]{1,6}$/i, "");

/** What the machine answers, or its refusal. A path that leads nowhere is a fault of the profile, anything else one of the machine. */
export async function attempt<T>(path: string, asked: Asked, action: () => Promise<T>): Promise<Result<T>> {
  try {
    return { value: await action(), diagnostics: [] };
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    return { diagnostics: [refusal(path, error.reason, asked)] };
  }
}

function refusal(path: string, reason: string, asked: Asked): Diagnostic {
  const code = asked.span && ["ENOENT", "ENOTDIR"].includes(reason) ? asked.missing : "file-unreadable";
  const place = asked.span ? { span: asked.span } : { subject: path };
  const notes = [reason === "EISDIR" && !asked.span ? [] : (advice[reason] ?? [])].flat();
  return fault(code, `${path.replace(url, "$&/")} ${reasons[reason] ?? `cannot be read (${reason})`}`, {
    ...place,
    notes,
  });
}
