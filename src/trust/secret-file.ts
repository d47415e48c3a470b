import { type FileInfo, type Host, HostError } from "../host/host.ts";
import type { Code } from "../model/catalogue.ts";
import type { Diagnostic, Result } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";

/** A file that is read for a secret in it. */
export interface SecretFile {
  readonly path: string;
  readonly what: "a trust bundle" | "a sealed trust bundle" | "an age identity";
}

/** What others learn who can read it. A sealed bundle is made to be handed round. */
const leaks: Readonly<Record<SecretFile["what"], string | undefined>> = {
  "a trust bundle": "the cluster's secrets",
  "a sealed trust bundle": undefined,
  "an age identity": "the key that opens the bundle",
};

/**
 * The text of such a file. Bytes that are no UTF-8 are let through: whoever looks for a key or a bundle in them has a better word than
 * "save it as UTF-8".
 * @throws {HostError}
 */
export async function readSecretFile(host: Host, file: SecretFile): Promise<Result<string>> {
  const found = await host.stat(file.path);
  if (found && found.kind !== "file") return { diagnostics: [noFile(file, found.kind)] };
  const leak = leaks[file.what];
  if (found && leak && (found.mode & 0o077) !== 0)
    return { diagnostics: [readableByOthers(file.path, found.mode, leak)] };
  return { value: new TextDecoder().decode(await host.readBytes(file.path)), diagnostics: [] };
}

/** Says what the machine refuses to let us read; the words of the command line for the same refusals are about writing. */
export async function whileReading<T>(action: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await action();
  } catch (error) {
    const why = error instanceof HostError ? refusals[error.reason] : undefined;
    if (!(error instanceof HostError) || !why) throw error;
    return {
      diagnostics: [fault("file-unreadable", `${why} (${error.reason})`, { subject: error.path, notes: [mayRead] })],
    };
  }
}

const refusals: Readonly<Record<string, string>> = {
  EACCES: "it may not be read: permission denied",
  EPERM: "it may not be read: not permitted",
};

const mayRead = "become the user whom it belongs to (ls -l shows who that is), or have it given to you";

function noFile({ path, what }: SecretFile, kind: Exclude<FileInfo["kind"], "file">): Diagnostic {
  if (kind === "dead-link")
    return nothingThere(path, what === "an age identity" ? "file-unreadable" : "bundle-missing");
  const found = kind === "folder" ? "a folder" : "a device or a pipe";
  const notes = [what === "an age identity" ? "name a file" : "move it away: this is where the bundle belongs"];
  return fault("file-unreadable", `it is ${found}, not ${what}`, { subject: path, notes });
}

/** A disk that is not mounted looks like this. A new bundle in its place would be the wrong one as soon as it is back. */
function nothingThere(path: string, code: Code): Diagnostic {
  const notes = [`ls -l ${path} shows where it leads: restore or mount that, or remove the link`];
  return fault(code, "it is a link, and nothing is where it leads", { subject: path, notes });
}

function readableByOthers(path: string, mode: number, leak: string): Diagnostic {
  const octal = (mode & 0o777).toString(8).padStart(4, "0");
  const message = `mode is ${octal}: others on this machine can read ${leak}`;
  return fault("bundle-readable-by-others", message, { subject: path, notes: [`chmod 600 ${path}`] });
}
