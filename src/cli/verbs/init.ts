import { HostError } from "../../host/host.ts";
import { change } from "../../init/profile-text.ts";
import type { Wishes } from "../../init/wishes.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { fault } from "../../model/fault.ts";
import { exitCode } from "../../report/collect.ts";
import type { InitOptions } from "../commands/init.ts";
import { type Ask, interview } from "../interview.ts";
import type { Io } from "../io.ts";
import { atOption, missingKey, type Place, placeFor, readText, textFor } from "../new-profile.ts";
import { newSession, reported, type Session, show } from "../session.ts";

const usualName = "lab";

/** Writes a profile to begin with. What the options make of it is read as any profile is, and written only when nothing is wrong with it. */
export function initVerb(io: Io, name: string | undefined, options: InitOptions): Promise<number> {
  const { format, color, ...wishes } = options;
  const start = newSession(io, { format, color, strict: true, allow: [], profile: name ?? usualName });
  const ask = Object.keys(wishes).length === 0 ? io.askShown : undefined;
  return reported(start, async (session) => {
    const asked = name ?? (ask ? await askName(ask) : usualName);
    if (asked === undefined) return { ...session, diagnostics: [givenUp] };
    const place = await placeFor(io, asked);
    if ("code" in place) return { ...session, diagnostics: [place] };
    const wanted = ask ? await interview({ ask, tell: io.err, refuses: refusing(session, place) }) : wishes;
    if (!wanted) return { ...session, diagnostics: [givenUp] };
    const noKey = await missingKey(io, wanted);
    return noKey.length > 0 ? { ...session, diagnostics: noKey } : write(session, place, wanted, ask === undefined);
  });
}

async function askName(ask: Ask): Promise<string | undefined> {
  const line = await ask(`name of the cluster [${usualName}]: `);
  return line === undefined ? undefined : line.trim() || usualName;
}

/** Shows what is wrong, if anything is. */
function refusing(session: Session, place: Place): (wishes: Wishes) => Promise<boolean> {
  return async (wishes) =>
    exitCode(show(await read(session, place, textFor(place, wishes, session.io.host.home)))) !== 0;
}

async function read(session: Session, place: Place, text: string): Promise<Session> {
  const { sources, diagnostics } = await readText(session.io, place, text);
  return { ...session, sources, diagnostics };
}

async function write(session: Session, place: Place, wishes: Wishes, byOptions: boolean): Promise<Session> {
  const { io } = session;
  const text = textFor(place, wishes, io.host.home);
  const done = await read(session, place, text);
  const told = done.diagnostics.map((each) => (byOptions ? atOption(each, text, wishes, place) : each));
  if (told.length > 0) return { ...done, diagnostics: told };
  if (io.interrupted()) return { ...session, diagnostics: [givenUp] };
  await writeAt(io, place, text);
  const first = text.includes(change) ? `change in it what says ${change}, then ` : "";
  io.out(`${place.path}\nNext: ${first}edgegen validate --profile ${place.asked}\n`);
  return done;
}

/** Whichever folder refuses, what was to be made is named. */
async function writeAt(io: Io, { folder, path }: Place, text: string): Promise<void> {
  try {
    io.tree.makeFolder(folder, 0o755);
    await io.host.writeAtomic(path, text, 0o644, true);
  } catch (error) {
    throw error instanceof HostError ? new HostError(path, error.reason) : error;
  }
}

const givenUp: Diagnostic = fault("interrupted", "interrupted; nothing was written", {
  notes: ["run the same command again"],
});
