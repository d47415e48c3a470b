import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { readTemplates } from "../../../src/cli/process-io.ts";
import { quoteShell, quoteUnit } from "../../../src/render/quote.ts";
import { judgeInRoot, oracle, run } from "../../oracles/oracle.ts";
import { accepted, together } from "../candidates.ts";
import { hostileTexts } from "../values.ts";
import { compiled } from "./cards.ts";

interface Card {
  readonly instanceId: string;
  readonly bootcmd: readonly string[];
  readonly files: readonly { readonly path: string; readonly content: string }[];
}

const work = mkdtempSync(join(tmpdir(), "edgegen-hostile-"));
afterAll(() => rmSync(work, { recursive: true, force: true }));

let cards: readonly Card[];
beforeAll(async () => {
  const templates = await readTemplates("templates/");
  const texts = (await accepted()).filter(({ path }) => !path.includes("registries") && !path.includes("config"));
  const clusters = (await together(texts)).map(({ cluster }) => compiled(cluster, templates));
  cards = clusters.flatMap((all) => [...all.values()].filter((files) => "boot/user-data" in files).map(cardOf));
}, 170_000);

function cardOf(files: Readonly<Record<string, string>>): Card {
  const { bootcmd, write_files } = parse(files["boot/user-data"] ?? "");
  return { instanceId: parse(files["boot/meta-data"] ?? "")["instance-id"], bootcmd, files: write_files };
}

const isShell = (text: string) => /^#! ?\S*\/(?:env )?(?:ba|da)?sh\b/.test(text);

/** What two shells say that cannot read one of these; each is started once for each script. */
async function complaints(scripts: readonly string[]): Promise<string> {
  const names = scripts.map((text, n) => {
    const name = join(work, `${n}.sh`);
    writeFileSync(name, text);
    return name;
  });
  const { output } = await run("sh", ["-c", 'for f; do sh -n "$f"; bash -n "$f"; done', "sh", ...names]);
  return output;
}

test("sh and bash can read every script of a card, whatever the profile says", async () => {
  const written = cards.flatMap(({ files }) => files.map(({ content }) => content).filter(isShell));
  const scripts = [...new Set([...cards.flatMap(({ bootcmd }) => bootcmd), ...written])];
  expect(scripts.length).toBeGreaterThan(20);
  expect(await complaints(scripts)).toBe("");
  expect(await complaints(["x='it's'\n"])).not.toBe("");
});

test("a shell finds in bootcmd the name of the card", async () => {
  const first = /^edgegen_instance=.*$/m;
  const lines = cards.map(({ bootcmd }) => `${first.exec(bootcmd[0] ?? "")}\nprintf '%s\\n' "$edgegen_instance"`);
  const { output } = await run("sh", ["-c", lines.join("\n")]);
  expect(output.split("\n")).toEqual(cards.map(({ instanceId }) => instanceId));
});

test("a real sh takes every hostile text for what it is", async () => {
  const texts = hostileTexts.filter((text) => !/[\0\ud800]/.test(text));
  const lines = texts.map((text) => `printf '<%s>\\0' ${quoteShell(text)}`);
  const { output } = await run("sh", ["-c", lines.join("\n")]);
  expect(output.split("\0").slice(0, -1)).toEqual(texts.map((text) => `<${text}>`));
});

/** What systemd made of a unit, in its own words; its other remarks would come in between. */
const account = `cat >/etc/systemd/system/sample.service
SYSTEMD_LOG_LEVEL=debug systemd-analyze verify --recursive-errors=no --man=no sample.service 2>/dev/null`;

async function accountsOf(units: readonly string[]): Promise<readonly (readonly string[])[]> {
  const outcomes = await judgeInRoot(units, (stdin) => ({ argv: ["sh", "-c", account], stdin }));
  return outcomes.map(({ output }) => output.split("\n").map((line) => line.replace(/^\t+/, "")));
}

oracle("systemd takes every text in a unit for what it is", ["root"], async () => {
  const madeUp = fc.sample(fc.string({ unit: "grapheme", maxLength: 40 }), { seed: 20_240_101, numRuns: 300 });
  const texts = [...hostileTexts.filter((text) => text.length < 1000), ...madeUp].filter(
    (text) => !/[\p{Cc}$]|\p{Cs}|\p{Noncharacter_Code_Point}/u.test(text),
  );
  const lines = texts.map((text, n) => `Environment="V${n}=<${quoteUnit(text)}>"`);
  const [said = []] = await accountsOf([`[Service]\n${lines.join("\n")}\nExecStart=/bin/true\n`]);
  const understood = new Set(said.filter((line) => line.startsWith("Environment: ")));
  expect(texts.length).toBeGreaterThan(200);
  expect(texts.filter((text, n) => !understood.has(`Environment: V${n}=<${text}>`))).toEqual([]);
});

oracle("systemd finds in Rancher's unit the image that the profile names", ["root"], async () => {
  const units = cards.flatMap(({ files }) => files.filter(({ path }) => path.endsWith("/rancher.service")));
  const distinct = [...new Set(units.map(({ content }) => content))];
  expect(distinct.length).toBeGreaterThan(10);
  const accounts = await accountsOf(distinct);
  const found = accounts.map((said) => said.find((line) => line.startsWith("Command Line: /usr/bin/docker run ")));
  expect(found.map((line) => line?.split(" ").at(-1))).toEqual(distinct.map((unit) => /^ {4}"(.*)"$/m.exec(unit)?.[1]));
});
