import fc from "fast-check";
import type { Cluster } from "../../src/model/cluster.ts";
import type { Path } from "../../src/model/tree.ts";
import { readCluster } from "../../src/pipeline.ts";
import { dice } from "./dice.ts";
import { anyKey, type Field, fields, maps, withoutLayer } from "./fields.ts";
import { labHost, profilePath, withAll } from "./lab.ts";
import { hostileTexts } from "./values.ts";

/** A text that a profile may have at a place. */
export interface Accepted {
  /** Where it stands; as a key, `any` is the last step. */
  readonly path: Path;
  readonly as: "value" | "key";
  readonly text: string;
}

/** Some of them that one profile may have together, and what it became. */
export interface Together {
  readonly all: readonly Accepted[];
  readonly cluster: Cluster;
}

const seed = 20_240_101;
/** So many texts are made up for a place that takes some of a certain form only. */
const madeUp = 6;

/** What may stand at a place: words of the schema's own choice arrive by their meaning and not as text, so they are none. */
function textsFor({ path, schemas, examples }: Field): readonly string[] {
  if (schemas.some((schema) => schema.enum ?? "const" in schema)) return [];
  const patterns = schemas.flatMap(({ pattern }) => (pattern === undefined ? [] : [new RegExp(pattern, "u")]));
  const isOpen = patterns.length < schemas.length;
  const tricky = hostileTexts.filter((text) => isOpen || patterns.some((pattern) => pattern.test(text)));
  const given = examples.filter((example) => typeof example === "string");
  return [...new Set([...tricky, ...given, ...patterns.flatMap(madeFor), ...dressed(path)])];
}

const publicKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICw+HWyMEZ8W/mFEhDo0FMjCzLg2aJAQweUKvPlqWDYK";

/** Hostile texts as part of what a rule wants around them, and what no pattern can make up. */
function dressed(path: Path): readonly string[] {
  const [last, before] = [path.at(-1), path.at(-2)];
  if (before === "ssh_authorized_keys") return hostileTexts.map((text) => `${publicKey} ${text}`);
  if (before === "taints") return hostileTexts.flatMap((text) => [`x=${text}:NoSchedule`, `${text}=x:NoExecute`]);
  return others.get(String(last)) ?? [];
}

const others: ReadonlyMap<string, readonly string[]> = new Map([
  ["address", ["10.1.40.77", "10.1.40.254"]],
  ["subnet", ["10.1.0.0/16", "10.0.0.0/8"]],
  ["gateway", ["10.1.40.253"]],
  ["mac", ["DC-A6-32-01-02-0F", "dc:a6:32:01:02:03"]],
  ["timezone", ["America/Argentina/Buenos_Aires", "Etc/GMT+5"]],
]);

/** Texts of a form, as odd as it allows; without those that only look behind or ahead, which nobody can make up. */
function madeFor(pattern: RegExp): readonly string[] {
  try {
    return fc.sample(fc.stringMatching(pattern, { size: "-1" }), { seed, numRuns: madeUp });
  } catch {
    return [];
  }
}

/** Layers say the same at other places: there chance picks some of what the whole cluster is tried with. */
function share(texts: readonly string[], path: Path): readonly string[] {
  const isRepeated = path[0] === "defaults" || path[0] === "roles" || (path[0] === "nodes" && path.includes("k3s"));
  return isRepeated ? texts.filter((_, n) => dice(n + path.length).below(10) === 0) : texts;
}

/** Every text at every place, and as every key, with which the profile is accepted. */
export async function accepted(): Promise<readonly Accepted[]> {
  const values = fields.flatMap((field) =>
    share(textsFor(field), field.path).map((text) => ({ path: field.path, as: "value", text }) as const),
  );
  const keys = maps
    .filter(({ free }) => free)
    .flatMap(({ path }) =>
      share(hostileTexts, path).map((text) => ({ path: [...path, anyKey], as: "key", text }) as const),
    );
  const found: Accepted[] = [];
  for (const each of [...values, ...keys]) if (await clusterWith([each])) found.push(each);
  return found;
}

/** So many go into one profile: a card takes longer to read than to try. */
const mostTogether = 12;

/** The same in fewer profiles. */
export async function together(all: readonly Accepted[]): Promise<readonly Together[]> {
  const groups: Accepted[][] = [];
  for (const each of all) {
    const group = groups.find((group) => group.length < mostTogether && !group.some((other) => inTheWay(each, other)));
    if (group === undefined) groups.push([each]);
    else group.push(each);
  }
  const found: Together[] = [];
  for (const group of groups) found.push(...(await whole(group)));
  return found;
}

/** What is refused together is taken apart: the same name twice, two interfaces for one node. */
async function whole(all: readonly Accepted[]): Promise<readonly Together[]> {
  const cluster = await clusterWith(all);
  if (cluster !== undefined) return [{ all, cluster }];
  if (all.length < 2) return [];
  const half = Math.ceil(all.length / 2);
  return [...(await whole(all.slice(0, half))), ...(await whole(all.slice(half)))];
}

const placeOf = ({ path, as, text }: Accepted): Path => (as === "key" ? [...path.slice(0, -1), text] : path);

/** Whether one stands where the other is, or in it, or hides it: a layer counts more than what is below it. */
function inTheWay(one: Accepted, other: Accepted): boolean {
  const [a, b] = [withoutLayer(placeOf(one)), withoutLayer(placeOf(other))];
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  return short.every((step, n) => step === long[n]);
}

async function clusterWith(all: readonly Accepted[]): Promise<Cluster | undefined> {
  const values = all.map((each) => ({ at: placeOf(each), value: each.as === "key" ? "x" : each.text }));
  return (await readCluster(labHost(withAll(values)), profilePath)).cluster;
}
