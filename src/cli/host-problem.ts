import type { HostError } from "../host/host.ts";
import { ReadError } from "../host/output-tree.ts";
import type { Code } from "../model/catalogue.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";

/** What the system said, in words, and what to do about it. */
const reasons: Readonly<Record<string, { code: Code; message: string; advice: string }>> = {
  ENOENT: { code: "file-unreadable", message: "there is no such file or folder", advice: "check the path" },
  EACCES: { code: "not-writable", message: "permission denied", advice: "check who owns it, or choose another folder" },
  EPERM: { code: "not-writable", message: "not permitted", advice: "check who owns it, or choose another folder" },
  EROFS: { code: "not-writable", message: "the file system is read-only", advice: "choose another folder with --out" },
  ENOTDIR: {
    code: "not-writable",
    message: "a part of the path is not a folder",
    advice: "choose another path, or move that file away",
  },
  EISDIR: { code: "file-unreadable", message: "it is a folder", advice: "name a file in it" },
  EEXIST: { code: "not-writable", message: "it exists already", advice: "it appeared while edgegen ran: run again" },
  ENOSPC: { code: "disk-full", message: "the disk is full", advice: "make room; what was there before is untouched" },
  EDQUOT: {
    code: "disk-full",
    message: "the disk quota is used up",
    advice: "make room; what was there before is untouched",
  },
  EFBIG: { code: "disk-full", message: "the file would be too large", advice: "raise the limit (ulimit -f)" },
  ENODEV: { code: "file-unreadable", message: "it is a device or a pipe, not a file", advice: "name a file" },
  ENAMETOOLONG: { code: "file-unreadable", message: "the name is too long", advice: "check the path" },
  ELOOP: {
    code: "file-unreadable",
    message: "it is a link that leads in a circle",
    advice: "remove the link, or name another file",
  },
  ENOLINK: {
    code: "not-writable",
    message: "it is a link, and nothing is where it leads to",
    advice: "mount the disk or make the folder that it leads to, or remove the link",
  },
  EBUSY: {
    code: "not-writable",
    message: "a disk is mounted there, so that it cannot be replaced in one step",
    advice: "use a folder on that disk: --out DIR, or a link to it",
  },
  EXDEV: {
    code: "not-writable",
    message: "it cannot be moved: a part of it is on another disk",
    advice: "move it away, and run again",
  },
  EILSEQ: { code: "file-unreadable", message: "it is not UTF-8 text", advice: "save it as UTF-8" },
};

/** What could not be read: another folder to write to is no remedy for that. */
const whenReading: typeof reasons = {
  EACCES: { code: "file-unreadable", message: "permission denied", advice: "check who owns it, and its mode" },
  EPERM: { code: "file-unreadable", message: "not permitted", advice: "check who owns it, and its mode" },
};

/** A refusal by the machine as a diagnostic: the path is its subject. */
export function hostProblem(error: HostError): Diagnostic {
  const known = (error instanceof ReadError && whenReading[error.reason]) || reasons[error.reason];
  const message = known ? `${known.message} (${error.reason})` : `the system refused: ${error.reason}`;
  const notes = known ? [known.advice] : [];
  return fault(known?.code ?? "not-writable", message, { subject: error.path, notes });
}
