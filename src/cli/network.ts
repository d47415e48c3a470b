import type { Trying } from "../fetch/retry.ts";
import { WebError } from "../host/web.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";
import type { Io } from "./io.ts";

/** The reason of a signal that Ctrl-C set off. */
const stopped = new Error("interrupted");

/**
 * Runs an action that asks the network, stopped by Ctrl-C wherever it waits. What could not be had becomes a diagnostic: `subject` is
 * what the run was to bring about.
 */
export async function onNetwork(
  io: Io,
  subject: string,
  action: (trying: Trying) => Promise<readonly Diagnostic[]>,
): Promise<readonly Diagnostic[]> {
  const controller = new AbortController();
  const watch = setInterval(() => io.interrupted() && controller.abort(stopped), 50);
  try {
    return await action({ web: io.web, signal: controller.signal, tell: (text) => io.err(`${text}\n`) });
  } catch (error) {
    if (error === stopped) return [interrupted(subject)];
    if (error instanceof WebError) return [downloadFailed(error, subject)];
    throw error;
  } finally {
    clearInterval(watch);
  }
}

export const downloadFailed = ({ message, lasting }: WebError, subject: string): Diagnostic =>
  fault("download-failed", message, {
    subject,
    notes: lasting ? [] : ["the network may be at fault: try again later"],
  });

const interrupted = (subject: string) =>
  fault("interrupted", "interrupted; what was complete is kept, and nothing half is used", {
    subject,
    notes: ["run the same command again: it goes on from there"],
  });
