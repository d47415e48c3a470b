import type { Command } from "commander";
import { type Host, HostError } from "../../host/host.ts";
import { withoutEnding } from "../../load/path.ts";
import type { Shell } from "../commands/completion.ts";
import { nodeNames, secretNames } from "../completion/profile-names.ts";
import { scripts } from "../completion/scripts.ts";
import { type Candidate, type Position, wantedAt } from "../completion/wanted.ts";
import { findProfile, profilesIn } from "../find-profile.ts";
import type { Io } from "../io.ts";

export function completionVerb(io: Io, shell: Shell): number {
  io.out(scripts[shell]);
  return 0;
}

/** Somebody is typing: what the machine refuses is not said here, there is just nothing to offer. */
export async function completeVerb(io: Io, root: Command, words: readonly string[]): Promise<number> {
  const position = wantedAt(root, words);
  try {
    io.out((await answers(io, position)).map((line) => `${line}\n`).join(""));
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
  }
  return 0;
}

async function answers(io: Io, position: Position): Promise<readonly string[]> {
  const { before, typed, wanted } = position;
  if (wanted.kind === "files" || wanted.kind === "folders") return [`:${wanted.kind}`];
  if (wanted.kind === "profiles" && /[/~]|^\./.test(typed)) return [":files"];
  const candidates = await candidatesFor(io, position);
  return candidates
    .filter(({ value }) => value.startsWith(typed))
    .map(({ value, about = "" }) => before + value + (about === "" ? "" : `\t${about.replace(/\s+/g, " ")}`));
}

async function candidatesFor({ host }: Io, { wanted }: Position): Promise<readonly Candidate[]> {
  if (wanted.kind === "words") return wanted.words;
  if (wanted.kind === "profiles") return words((await profilesIn(host, "profiles")).map(withoutEnding));
  if (!("profile" in wanted)) return [];
  const names = wanted.profile === undefined ? [] : await namesIn(host, wanted.kind, wanted.profile);
  return words([...wanted.also, ...names].filter((name) => !wanted.without.includes(name)));
}

async function namesIn(host: Host, kind: "nodes" | "secrets", profile: string): Promise<readonly string[]> {
  const path = await findProfile(host, profile);
  return kind === "nodes" ? nodeNames(host, path) : secretNames(host, path);
}

const words = (values: readonly string[]) => [...new Set(values)].map((value) => ({ value }));
