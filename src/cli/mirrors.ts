import { type Command, InvalidArgumentError } from "commander";
import { type Mirrored, type Mirrors, mirrored } from "../lock/origins.ts";

const form = /^https?:\/\/[^\s@?#]+$/;

/** `--mirror WHAT=URL`, as often as wanted. */
export const withMirrors = (command: Command): Command =>
  command.option("--mirror <what=url>", `ask there for it instead: ${mirrored.join(", ")} (repeatable)`, parse, {});

function parse(value: string, previous: Mirrors): Mirrors {
  const [, what = "", url = ""] = /^([^=]*)=(.*)$/.exec(value) ?? [];
  if (!isMirrored(what)) throw new InvalidArgumentError(`Write WHAT=URL; WHAT is one of ${mirrored.join(", ")}.`);
  if (!form.test(url) || !URL.canParse(url))
    throw new InvalidArgumentError("An http or https URL without user, query or fragment is wanted behind the =.");
  return { ...previous, [what]: url.replace(/\/+$/, "") };
}

const isMirrored = (what: string): what is Mirrored => (mirrored as readonly string[]).includes(what);
