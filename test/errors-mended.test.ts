import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { cli } from "../src/cli/cli.ts";
import { testIo } from "./support/test-io.ts";

const folder = mkdtempSync(join(tmpdir(), "edgegen-mended-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Told {
  readonly code: string;
  readonly message: string;
  readonly file?: string;
  readonly start: number;
  readonly end: number;
  readonly suggestion?: string;
}

async function told(profile: string): Promise<readonly Told[]> {
  const io = testIo();
  await cli(["validate", "--format", "json", "--profile", profile], io);
  return JSON.parse(io.printed.out);
}

/** The text with everything in it that is offered, as an editor would put it there: the last first, so that places stay right. */
function mended(text: string, offers: readonly Told[]): string {
  return offers
    .toSorted((a, b) => b.start - a.start)
    .reduce((all, { start, end, suggestion = "" }) => all.slice(0, start) + suggestion + all.slice(end), text);
}

/** A fault is the same in a node that got its name meanwhile. Files of this computer may be there or not. */
const said = ({ code, message }: Told) =>
  code === "file-missing" ? code : `${code}: ${message.replace(/\bnode "[^"]*"|\bentry \d+ of nodes/, "a node")}`;

/** What nobody can see before: below a text that is no YAML, and where every address has the slip of the network. */
const hidden = (fixture: string) => fixture.startsWith("yaml-syntax") || fixture === "subnet-public";

/** Rules that something is missing by wait until the rest is right. */
const ofAbsence = [
  "wifi-missing",
  "no-control-plane",
  "wifi-unused",
  "generic-without-interface",
  "rancher-without-node",
];

test.each(readdirSync("test/errors"))(
  "whoever takes what is offered for %s hears no more of it, and nothing new",
  async (fixture) => {
    cpSync(join("test/errors", fixture), join(folder, fixture), { recursive: true });
    const profile = join(folder, fixture, "profile.yaml");
    const before = await told(profile);
    const offers = before.filter((each) => each.file === profile && each.suggestion !== undefined);
    writeFileSync(profile, mended(readFileSync(profile, "utf8"), offers));
    const after = (await told(profile)).filter(({ code }) => !ofAbsence.includes(code)).map(said);
    const others = before.filter((each) => !offers.includes(each)).map(said);
    const wanted = hidden(fixture)
      ? offers.map(said).filter((each) => after.includes(each))
      : after.filter((each) => !others.includes(each));
    expect(wanted.filter((each) => each !== "file-missing")).toEqual([]);
  },
);
