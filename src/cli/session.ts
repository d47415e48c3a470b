import { HostError } from "../host/host.ts";
import { typed } from "../init/profile-text.ts";
import type { Cluster } from "../model/cluster.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";
import type { Sources } from "../model/span.ts";
import { readCluster } from "../pipeline.ts";
import { collect, exitCode, type Policy } from "../report/collect.ts";
import { print } from "../report/formats.ts";
import { coloured, plain } from "../report/style.ts";
import { findProfile, missingProfile } from "./find-profile.ts";
import { hostProblem } from "./host-problem.ts";
import { incompleteInstallation } from "./installation.ts";
import type { Io } from "./io.ts";
import type { ProfileOptions } from "./profile-verb.ts";

/** One run of a verb on one profile: what was read, and everything there is to say, printed once at the end. */
export interface Session {
  readonly io: Io;
  readonly options: ProfileOptions;
  readonly profilePath: string;
  readonly sources: Sources;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads the profile, and runs the verb when nothing is wrong with it. */
export function withCluster(
  io: Io,
  options: ProfileOptions,
  verb: (cluster: Cluster, session: Session) => Promise<readonly Diagnostic[]>,
): Promise<number> {
  return reported(newSession(io, options), (session) => run(session, verb));
}

export const newSession = (io: Io, options: ProfileOptions): Session => ({
  ...{ io, options, profilePath: options.profile },
  ...{ sources: new Map(), diagnostics: [] },
});

/**
 * Prints what a run has to say to stderr and returns the exit code. What the machine refuses (HostError) becomes a diagnostic with
 * its path; anything else that is thrown is a bug.
 */
export async function reported(start: Session, action: (session: Session) => Promise<Session>): Promise<number> {
  try {
    return exitCode(show(await action(start)));
  } catch (error) {
    if (error instanceof HostError)
      return exitCode(show({ ...start, diagnostics: [incompleteInstallation(error) ?? hostProblem(error)] }));
    throw error;
  }
}

async function run(
  start: Session,
  verb: (cluster: Cluster, session: Session) => Promise<readonly Diagnostic[]>,
): Promise<Session> {
  const { io, options } = start;
  const profilePath = await findProfile(io.host, options.profile);
  const companion = companions.find(({ ending }) => profilePath.endsWith(ending));
  if (companion) return { ...start, diagnostics: [notAProfile(profilePath, companion)] };
  const missing = await missingProfile(io.host, options.profile, profilePath);
  if (missing) return { ...start, diagnostics: [missing] };
  const { cluster, sources, diagnostics } = await readCluster(io.host, profilePath);
  const session = { io, options, profilePath, sources, diagnostics };
  if (!cluster || exitCode(collect(diagnostics, policy(options))) !== 0) return session;
  return { ...session, diagnostics: [...diagnostics, ...(await verb(cluster, session))] };
}

/** What lies beside a profile. */
const companions = [
  { ending: ".secrets.yaml", what: "the trust bundle" },
  { ending: ".lock.yaml", what: "the lock" },
] as const;

/** Said without reading it: a frame around a fault would show a secret. */
const notAProfile = (path: string, { ending, what }: (typeof companions)[number]) =>
  fault("not-a-profile", `this is ${what} of a cluster, not its profile`, {
    subject: path,
    notes: [`its profile is likely ${path.slice(0, -ending.length)}.yaml`],
  });

const policy = (options: ProfileOptions): Policy => ({ strict: options.strict ?? false, allow: options.allow });

/** Prints the diagnostics, and returns those that were wanted. */
export function show({ io, options, sources, diagnostics }: Session): readonly Diagnostic[] {
  const shown = collect(diagnostics, policy(options)).map((each) => withProfile(each, typed(options.profile)));
  const colour = options.color === "always" || (options.color === "auto" && io.terminal.colour);
  const style = colour ? coloured : plain;
  io.err(print(shown, sources, { format: options.format, style, width: io.terminal.width }));
  return shown;
}

/** Stages do not know how the profile was named; a command that one tells is to be typed as it stands. */
function withProfile(diagnostic: Diagnostic, profile: string): Diagnostic {
  const named = (text: string) => text.replaceAll("--profile NAME", () => `--profile ${profile}`);
  return { ...diagnostic, notes: diagnostic.notes.map((note) => ({ ...note, message: named(note.message) })) };
}
