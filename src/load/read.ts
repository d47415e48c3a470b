import { type Host, HostError } from "../host/host.ts";
import type { Code } from "../model/catalogue.ts";
import type { Diagnostic, Result } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";
import type { Span } from "../model/span.ts";

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

/** The text of a file, or why there is none. */
export function readFile(host: Host, path: string, asked: Asked): Promise<Result<string>> {
  return attempt(path, asked, () => host.readText(path));
}

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
  return fault(code, `${path} ${reasons[reason] ?? `cannot be read (${reason})`}`, place);
}
