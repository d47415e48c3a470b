// What it costs to read a profile: a thousand nodes, as the difference to an empty node process; and profiles that want to hurt (test/hostile),
// with a hundred thousand that chance has changed. EDGEGEN_FUZZ=N tries N of them. Fails when one made edgegen throw or say what nobody should see.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "esbuild";

const program = resolve("dist/edgegen.js");
const folder = mkdtempSync(join(tmpdir(), "edgegen-profiles-"));
mkdirSync(join(folder, "profiles"));

function run(args) {
  const start = process.hrtime.bigint();
  const child = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
  if (child.status !== 0) throw new Error(`${args.join(" ")}: exit ${child.status}\n${child.stderr}`);
  return Number(process.hrtime.bigint() - start) / 1e6;
}

/** Medians over interleaved runs, so that a change of the machine's load meets all of them. */
function compare(cases, rounds) {
  const times = cases.map(() => []);
  for (let round = 0; round < rounds; round += 1) for (const [at, args] of cases.entries()) times[at].push(run(args));
  return times.map((list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)]);
}

function profile(name, workers) {
  const text = `version: 1
network: {subnet: 10.0.0.0/16, gateway: 10.0.0.1}
nodes:
  - {name: cp, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.0.0.2}
${workers.join("\n")}
`;
  writeFileSync(join(folder, "profiles", `${name}.yaml`), text);
  return [program, "validate", "--profile", name];
}

const node = (name, address) => `  - {name: ${name}, role: worker, board: pi-4b, memory: 4GiB, address: ${address}}`;
const thousand = Array.from({ length: 1000 }, (_, n) => node(`w${n}`, `10.0.${1 + (n >> 8)}.${n & 255}`));

const say = (what, figure, target) =>
  process.stdout.write(`${what.padEnd(58)} ${figure.padStart(12)}   target ${target}\n`);
const ms = (value) => `${Math.round(value)} ms`;
const mib = (value) => `${Math.round(value)} MiB`;

const outfile = join(folder, "hostile.cjs");

/** What test/bench/hostile.ts found, run in a process of its own. */
function hostile(...args) {
  const stdio = ["ignore", "pipe", "inherit"];
  const { stdout, status } = spawnSync(process.execPath, [outfile, ...args], { encoding: "utf8", stdio });
  if (status !== 0) throw new Error(`hostile.ts ${args.join(" ")}: exit ${status}`);
  return JSON.parse(stdout);
}

function heaviest() {
  let [slowest, mebibytes] = [{ title: "none", milliseconds: 0 }, 0];
  for (let at = 0, cost = hostile("heavy", "0"); cost !== null; at += 1, cost = hostile("heavy", String(at))) {
    if (cost.milliseconds > slowest.milliseconds) slowest = cost;
    mebibytes = Math.max(mebibytes, cost.mebibytes);
  }
  return { slowest, mebibytes };
}

try {
  const cases = [profile("range", [node('"w{1..1000}"', "10.0.1.1+")]), profile("written-out", thousand)];
  const [empty, range, writtenOut] = compare([["-e", "0"], ...cases], 9);
  say("validate of 1,000 nodes in a range, above node -e 0", ms(range - empty), "400 ms");
  say("validate of 1,000 nodes, each written out", ms(writtenOut - empty), "400 ms");

  await build({ entryPoints: ["test/bench/hostile.ts"], outfile, bundle: true, platform: "node", logLevel: "error" });
  const { slowest, mebibytes } = heaviest();
  say(`the heaviest profile: ${slowest.title}`, ms(slowest.milliseconds), "1,000 ms");
  say("  the most memory that one of its kind takes", mib(mebibytes), "300 MB");
  const found = hostile("fuzz", process.env.EDGEGEN_FUZZ ?? "100000", "1");
  say("changed profiles", String(found.inputs), "100000");
  say("  of them refused, and accepted", `${found.refused}, ${found.accepted}`, "-");
  say("  of them that made edgegen throw or misspeak", String(found.wrong), "0");
  say(`  the slowest of them, seed ${found.slowest.seed}`, ms(found.slowest.milliseconds), "1,000 ms");
  say("  peak memory of all of them", mib(found.mebibytes), "300 MB");
  process.exitCode = found.wrong > 0 ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
