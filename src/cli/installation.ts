import { HostError } from "../host/host.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";

const reason = "INCOMPLETE";

/** A part of edgegen itself is not where the package puts it. */
export const missingPart = (path: string) => new HostError(path, reason);

/** What to say about it; undefined for any other refusal of the machine. */
export function incompleteInstallation(error: HostError): Diagnostic | undefined {
  if (error.reason !== reason) return undefined;
  return fault("file-unreadable", `this installation is incomplete: ${error.path} is missing or empty`, {
    notes: ["it belongs beside dist/: copy the whole folder of edgegen, not only dist/"],
  });
}
