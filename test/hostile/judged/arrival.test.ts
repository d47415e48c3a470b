import { readFileSync } from "node:fs";
import { beforeAll, expect } from "vitest";
import { readTemplates } from "../../../src/cli/process-io.ts";
import type { Cluster } from "../../../src/model/cluster.ts";
import type { Templates } from "../../../src/model/plan.ts";
import type { Path } from "../../../src/model/tree.ts";
import { readCluster } from "../../../src/pipeline.ts";
import { judgeInRoot, oracle } from "../../oracles/oracle.ts";
import { type Accepted, accepted, together } from "../candidates.ts";
import { labHost, plainProfile, profilePath, withAll } from "../lab.ts";
import { hostileTexts } from "../values.ts";
import { type Cards, changes, compiled, type Files, withoutStatic } from "./cards.ts";
import { type Wanted, wantedOf } from "./wanted.ts";

type Found = Readonly<Record<string, readonly (readonly [type: string, text: string])[]>>;

let templates: Templates;
let base: Cards;
beforeAll(async () => {
  templates = withoutStatic(await readTemplates("templates/"));
  const { cluster } = await readCluster(labHost(plainProfile()), profilePath);
  base = compiled(cluster as Cluster, templates);
});

/** So many trials go to one process of Python; two of them run at a time. */
const atOnce = 50;

interface Answer {
  /** What is on the cards of the plain profile, as PyYAML and Python's JSON read it. */
  readonly base: Found;
  /** What is on those of each trial beyond that. */
  readonly trials: readonly Found[];
}

async function read(trials: readonly Record<string, Files>[]): Promise<Answer> {
  const program = readFileSync("test/hostile/judged/scalars.py", "utf8");
  const parts = Array.from({ length: Math.ceil(trials.length / atOnce) }, (_, n) =>
    trials.slice(n * atOnce, (n + 1) * atOnce),
  );
  const requests = parts.map((part) => JSON.stringify({ base: Object.fromEntries(base), trials: part }));
  const outcomes = await judgeInRoot(requests, (stdin) => ({ argv: ["python3", "-c", program], stdin }));
  const answers = outcomes.map(({ status, output }) => {
    if (status !== 0) throw new Error(output.slice(-2000));
    return JSON.parse(output) as Answer;
  });
  return { base: answers[0]?.base ?? {}, trials: answers.flatMap((answer) => answer.trials) };
}

const isThere = (found: Found, { value, on }: Wanted): boolean => {
  const type = typeof value === "number" ? "n" : "s";
  const has = (card: string) => found[card]?.some(([kind, text]) => kind === type && text === String(value)) ?? false;
  return on === undefined ? Object.keys(found).some(has) : on.every(has);
};

/** An example may say what is so anyway. */
function missing({ path, as, text }: Accepted, found: Found, before: Found): readonly string[] {
  const isExample = !hostileTexts.includes(text);
  const wanted = wantedOf(path, as, text)
    .filter((each) => !isThere(found, each))
    .filter((each) => !(isExample && isThere(before, each)));
  if (wanted.length === 0) return [];
  return [`${as} ${path.join(".")} = ${JSON.stringify(text.slice(0, 60))}: no ${JSON.stringify(wanted).slice(0, 200)}`];
}

/** The plain profile with one text in it. */
async function cardsWith(path: Path, text: string): Promise<Record<string, Files>> {
  const { cluster } = await readCluster(labHost(withAll([{ at: path, value: text }])), profilePath);
  return changes(base, compiled(cluster as Cluster, templates));
}

oracle("a text that is lost, changed, or read as something else is noticed", ["root"], async () => {
  const path = ["k3s", "config", "any"];
  const cards = await cardsWith(path, "no");
  const spoilt = (by: string) => JSON.parse(JSON.stringify(cards).replaceAll('any: \\"no\\"', by));
  const trials = [cards, spoilt("any: no"), spoilt("any: nein"), spoilt("other: x"), {}];
  const found = await read(trials);
  const lost = found.trials.map((trial) => missing({ path, as: "value", text: "no" }, trial, found.base).length);
  expect(lost).toEqual([0, 1, 1, 1, 1]);
});

oracle("what a profile may say arrives on a card as exactly that, for its reader", ["root"], async () => {
  const texts = await accepted();
  expect(texts.length).toBeGreaterThan(1000);
  const trials = await together(texts);
  expect(trials.flatMap(({ all }) => all)).toHaveLength(texts.length);
  const found = await read(trials.map(({ cluster }) => changes(base, compiled(cluster, templates))));
  const lost = trials.flatMap(({ all }, at) =>
    all.flatMap((each) => missing(each, found.trials[at] ?? {}, found.base)),
  );
  expect(lost).toEqual([]);
});
