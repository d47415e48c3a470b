// What images, cards and payloads cost, as differences and ratios within this run: beside cp, mcopy, xz, dd and sha256sum on the same files.
// Nothing here fails; the figures are for people. It needs 25 GB in the folder for temporary files, and ten minutes.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "esbuild";

const program = resolve("dist/edgegen.js");
const preload = resolve("test/bench/peak-memory.mjs");
const folder = mkdtempSync(join(tmpdir(), "edgegen-cards-"));
const at = (name) => join(folder, name);
const base = join(homedir(), ".cache/edgegen/virtual-pi/latest/ubuntu.img");

function run([command, ...args], measure = false) {
  const start = process.hrtime.bigint();
  const before = measure ? ["--import", preload] : [];
  const child = spawnSync(command, [...before, ...args], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe", "pipe"],
    env: { ...process.env, MTOOLS_SKIP_CHECK: "1" },
  });
  const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
  if (child.status !== 0) throw new Error(`${command} ${args.join(" ")}: exit ${child.status}\n${child.stderr}`);
  return { milliseconds, megabytes: (Number(child.output[3]) * 1024) / 1e6, output: String(child.stdout) };
}

const edgegen = (...args) => [process.execPath, program, ...args];
const shell = (text) => ["sh", "-c", text];
const median = (list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)];

/** Medians over interleaved runs, each after the same preparation. */
function compare(cases, rounds, prepare = () => undefined) {
  const times = cases.map(() => []);
  for (let round = 0; round < rounds; round += 1)
    for (const [index, command] of cases.entries()) {
      prepare();
      times[index].push(run(command).milliseconds);
    }
  return times.map(median);
}

const say = (what, figure, target) =>
  process.stdout.write(`${what.padEnd(66)} ${figure.padStart(9)}   target ${target}\n`);
const ms = (value) => `${Math.round(value)} ms`;
const ratio = (ours, theirs) => (ours / theirs).toFixed(2);

/** Where its boot partition begins, in bytes: the first entry of the master boot record. */
function firstSector(image) {
  const record = spawnSync("head", ["-c", "512", image]).stdout;
  return record.readUInt32LE(454) * 512;
}

/** As it would lie in the cache. */
function randomFile(size) {
  run(shell(`mkdir sha256 && head -c ${size} /dev/urandom > ${at("payload")}`));
  const sha256 = run(["sha256sum", at("payload")]).output.slice(0, 64);
  run(["mv", at("payload"), at(`sha256/${sha256}`)]);
  return { payload: at(`sha256/${sha256}`), sha256 };
}

/** put-card.ts by itself, on the files of a card that was built before. */
async function putter() {
  const entry = at("put.ts");
  const source = (path) => JSON.stringify(resolve("src", path));
  writeFileSync(
    entry,
    `import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { cachedFile } from ${source("cli/cached-file.ts")};
import { openDisk } from ${source("host/node-disk.ts")};
import { putCard } from ${source("image/put-card.ts")};
const [image, ...paths] = process.argv.slice(2);
const checksum = () => {
  const hash = createHash("sha256");
  return { update: (data) => void hash.update(data), digest: () => hash.digest("hex") };
};
const io = { openDisk, bulk: { checksum } };
const files = paths.map((each) => {
  const [from, path, size, sha256] = each.split("=");
  return sha256 ? { path, content: cachedFile(io, from, { size: Number(size), sha256 }) } : { path, text: readFileSync(from, "utf8") };
});
const disk = openDisk(image, "copy");
const found = await putCard(disk, { files, image: "ubuntu-26.04" });
disk.close();
if (found.length > 0) throw new Error(JSON.stringify(found));
`,
  );
  const banner = {
    js: 'import { createRequire as benchRequire } from "node:module"; const require = benchRequire(import.meta.url);',
  };
  await build({
    entryPoints: [entry],
    outfile: resolve("dist/bench-put.mjs"),
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    logLevel: "error",
    banner,
  });
  return resolve("dist/bench-put.mjs");
}

const cardFiles = (node) => {
  const root = at(`out/trio/${node}`);
  const names = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) =>
    statSync(join(root, name)).isFile(),
  );
  return names.map((name) => `${join(root, name)}=${name}`);
};

async function injecting() {
  const put = await putter();
  const card = cardFiles("w1");
  const clone = () => run(["cp", "--reflink=auto", "--sparse=always", base, at("clone.img")]);
  const [empty, small] = compare(
    [
      [process.execPath, "-e", "0"],
      [process.execPath, put, at("clone.img"), ...card],
    ],
    7,
    clone,
  );
  say("one card into a 4 GB image, read back, above node -e 0", ms(small - empty), "80 ms");

  const { payload, sha256 } = randomFile(200_000_000);
  const image = `${at("clone.img")}@@${firstSector(at("clone.img"))}`;
  const files = `${at("out/trio/w1/boot/user-data")} ${at("out/trio/w1/boot/meta-data")} ${at("out/trio/w1/boot/network-config")}`;
  const mcopy = shell(
    `mmd -i ${image} ::edgegen ::edgegen/payload && mcopy -o -i ${image} ${files} ::/ && mcopy -i ${image} ${payload} ::edgegen/payload/k3s`,
  );
  const ours = [
    process.execPath,
    put,
    at("clone.img"),
    ...card,
    `${folder}=boot/edgegen/payload/k3s=200000000=${sha256}`,
  ];
  const [theirs, mine] = compare([mcopy, ours], 9, clone);
  say("  with a payload of 200 MB, times mcopy", ratio(mine, theirs), "1.5");
  clone();
  say("  its peak memory", peak(ours), "150 MB");
}

const peak = (command) => `${Math.round(run(command, true).megabytes)} MB`;

function images() {
  const copies = ["cp", "w1", "w2"].map((node) => {
    const image = `${at(`copy-${node}.img`)}`;
    const boot = at(`out/trio/${node}/boot`);
    return `cp --reflink=auto --sparse=always ${base} ${image} && mcopy -s -o -i ${image}@@${firstSector(base)} ${boot}/* ::/`;
  });
  const synced = copies.map((copy) => `${copy} && sync ${/copy-\w+\.img/.exec(copy)?.[0]}`);
  const clear = () => run(shell(`rm -rf ${at("out/trio.img")} ${at("copy-*.img")}; sync -f ${folder}`));
  const make = edgegen("image", "--profile", "trio", "--base", base);
  const [theirs, theirsOnDisk, mine] = compare(
    [shell(copies.join(" && ")), shell(synced.join(" && ")), make],
    5,
    clear,
  );
  say("three images from one base, on the disk, times cp and mcopy", ratio(mine, theirs), "1.15");
  say("  times cp, mcopy and sync of the same", ratio(mine, theirsOnDisk), "-");
  clear();
  say("  their peak memory", peak(make), "150 MB");

  const packed = at("base.img.xz");
  run(shell(`xz -c -0 -T0 ${base} > ${packed}`));
  const unpack = shell(`xz -dc -T0 ${packed} > ${at("copy-x.img")}`);
  const [xz, first] = compare(
    [unpack, edgegen("image", "--profile", "trio", "--node", "w1", "--base", packed)],
    3,
    clear,
  );
  say("the first image from .img.xz, times xz -dc -T0", ratio(first, xz), "1.1");
}

function flashing() {
  const image = at("out/trio.img/w1.img");
  const clear = () => run(shell(`rm -f ${at("card.img")}; sync -f ${folder}`));
  const dd = shell(`dd if=${image} of=${at("card.img")} bs=4M conv=fsync status=none && sha256sum ${at("card.img")}`);
  const flash = edgegen("flash", "--profile", "trio", "--node", "w1", "--device", at("card.img"), "--yes");
  const [theirs, mine] = compare([dd, flash], 3, clear);
  say("flash to a file, read back, times dd and sha256sum", ratio(mine, theirs), "1.2");
}

try {
  if (!existsSync(base)) throw new Error(`there is no ${base}: make testbed makes it`);
  mkdirSync(at("profiles"));
  writeFileSync(
    at("profiles/trio.yaml"),
    `version: 1
os: {image: ubuntu-26.04}
network: {subnet: 10.0.0.0/16, gateway: 10.0.0.1, nameservers: [10.0.0.1]}
nodes:
  - {name: cp, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.0.0.2}
  - {name: "w{1..2}", role: worker, board: pi-4b, memory: 4GiB, address: 10.0.1.1+}
`,
  );
  run(edgegen("build", "--profile", "trio"));
  await injecting();
  images();
  flashing();
} finally {
  rmSync(folder, { recursive: true, force: true });
  rmSync(resolve("dist/bench-put.mjs"), { force: true });
}
