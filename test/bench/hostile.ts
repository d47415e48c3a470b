/**
 * What hostile profiles cost, for profiles.mjs: `heavy N` reads the N-th of test/hostile/heavy.ts, `fuzz COUNT SEED` tries as many changed
 * ones. Prints one line of JSON; inputs that went wrong, made small, go to stderr.
 */
import { readCluster } from "../../src/pipeline.ts";
import { plainOptions, print } from "../../src/report/formats.ts";
import { fuzz, laboratory } from "../hostile/fuzz.ts";
import { heavy } from "../hostile/heavy.ts";
import { memoryHost } from "../support/memory-host.ts";

/** Reading a profile, and drawing what is to be said of it; null when there is no such profile. */
async function readHeavy(index: number): Promise<unknown> {
  const [title, make] = [...heavy][index] ?? [];
  if (make === undefined) return null;
  const host = memoryHost({ "lab.yaml": make() });
  const start = performance.now();
  const { diagnostics, sources } = await readCluster(host, "lab.yaml");
  print(diagnostics, sources, plainOptions);
  return { title, milliseconds: performance.now() - start };
}

async function tryMany(count: number, first: number): Promise<unknown> {
  const { wrong, ...figures } = await fuzz(first, count, await laboratory());
  for (const { seed, reason, text } of wrong.values()) process.stderr.write(`seed ${seed}: ${reason}\n${text}\n`);
  return { ...figures, wrong: wrong.size };
}

async function main([what, ...rest]: readonly string[]): Promise<void> {
  const [first = 0, second = 1] = rest.map(Number);
  const found = await (what === "heavy" ? readHeavy(first) : tryMany(first, second));
  const mebibytes = process.resourceUsage().maxRSS / 1024;
  process.stdout.write(`${JSON.stringify(found && { ...found, mebibytes })}\n`);
}

void main(process.argv.slice(2));
