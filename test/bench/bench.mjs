// Speed and memory of the bundled program, as differences to an empty node process and ratios within this run: machines differ, and so does
// their load. Nothing here fails; the figures are for people.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const program = resolve("dist/edgegen.js");
const preload = resolve("test/bench/peak-memory.mjs");
const folder = mkdtempSync(join(tmpdir(), "edgegen-bench-"));
mkdirSync(join(folder, "profiles"));

function run(args, measure = false) {
  const start = process.hrtime.bigint();
  const before = measure ? ["--import", preload] : [];
  const child = spawnSync(process.execPath, [...before, ...args], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
  if (child.status !== 0) throw new Error(`${args.join(" ")}: exit ${child.status}\n${child.stderr}`);
  return { milliseconds, mebibytes: Number(child.output[3]) / 1024 };
}

/** Medians over interleaved runs, so that a change of the machine's load meets all of them. */
function compare(cases, rounds) {
  const times = cases.map(() => []);
  for (let round = 0; round < rounds; round += 1)
    for (const [at, args] of cases.entries()) times[at].push(run(args).milliseconds);
  return times.map((list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)]);
}

/** The fastest of several: what the work costs when nothing else is in its way. */
function best(times, once) {
  const results = Array.from({ length: times }, once);
  return results.reduce((fastest, result) => (result.milliseconds < fastest.milliseconds ? result : fastest));
}

function profile(name, workers) {
  const path = join(folder, "profiles", `${name}.yaml`);
  writeFileSync(
    path,
    `version: 1
os: {image: ubuntu-24.04}
network: {subnet: 10.0.0.0/16, gateway: 10.0.0.1, nameservers: [10.0.0.1]}
nodes:
  - {name: cp, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.0.0.2}
  - {name: "w{00001..${String(workers).padStart(5, "0")}}", role: worker, board: pi-4b, memory: 4GiB, address: 10.0.1.1+}
`,
  );
  return path;
}

const say = (what, figure, target) =>
  process.stdout.write(`${what.padEnd(58)} ${figure.padStart(12)}   target ${target}\n`);
const ms = (value) => `${Math.round(value)} ms`;
const build = (name) => [program, "build", "--profile", name];

try {
  profile("small", 2);
  run(build("small"));
  const [empty, version, small] = compare([["-e", "0"], [program, "--version"], build("small")], 9);
  say("--version, above node -e 0", ms(version - empty), "40 ms");
  say("build of 3 nodes, bundle there, above node -e 0", ms(small - empty), "250 ms");

  profile("thousand", 1000);
  const keys = run([program, "secrets", "init", "--profile", "thousand"]);
  say("first keys for 1,000 nodes", ms(keys.milliseconds), "10 s");
  const thousand = best(3, () => {
    rmSync(join(folder, "out/thousand"), { recursive: true, force: true });
    return run(build("thousand"), true);
  });
  say("build of 1,000 nodes, bundle there", ms(thousand.milliseconds), "3 s");
  say("  its peak memory", `${Math.round(thousand.mebibytes)} MiB`, "300 MB");

  let label = 0;
  const again = best(3, () => {
    label += 1;
    const text = readFileSync(profile("thousand", 1000), "utf8");
    writeFileSync(
      join(folder, "profiles/thousand.yaml"),
      text.replace("{name: cp,", `{name: cp, labels: {a: v${label}},`),
    );
    return run(build("thousand"));
  });
  const share = (again.milliseconds / thousand.milliseconds).toFixed(2);
  say("second build, one node of 1,000 changed, of the first", share, "0.33");

  profile("tenthousand", 10000);
  run([program, "secrets", "init", "--profile", "tenthousand"]);
  const tenThousand = run(build("tenthousand"), true);
  say(
    "build of 10,000 nodes, times that of 1,000",
    (tenThousand.milliseconds / thousand.milliseconds).toFixed(1),
    "11",
  );
  say("  its peak memory", `${Math.round(tenThousand.mebibytes)} MiB`, "-");
} finally {
  rmSync(folder, { recursive: true, force: true });
}
