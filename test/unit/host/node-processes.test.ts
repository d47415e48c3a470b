import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { afterEach, beforeEach, expect, test } from "vitest";
import { nodeProcesses } from "../../../src/host/node-processes.ts";
import type { Process } from "../../../src/host/processes.ts";

const { has, run, start } = nodeProcesses();

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "edgegen-processes-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const sh = (script: string, ...values: readonly string[]) => ["sh", "-c", script, ...values];

/** Until it has printed this; that it does so at all is for the test's own limit to say. */
async function printed(process: Process, text: string): Promise<void> {
  while (!process.printed().out.includes(text)) await new Promise((resolve) => setTimeout(resolve, 10));
}

test("what a program prints and its code come back", async () => {
  expect(await run(sh("echo out; echo err >&2; exit 3"))).toEqual({ code: 3, out: "out\n", err: "err\n" });
  expect(await run(sh("kill -9 $$"))).toMatchObject({ code: 128 });
});

test("a program reads what it is given, and without that nothing", async () => {
  expect((await run(["cat"], { input: "für sudo\n" })).out).toBe("für sudo\n");
  expect(await run(["cat"])).toEqual({ code: 0, out: "", err: "" });
});

test("a program that does not read what it is given is no fault", async () => {
  expect((await run(sh("exit 4"), { input: "x".repeat(1 << 22) })).code).toBe(4);
});

test("letters that arrive in two pieces are put together", async () => {
  expect((await run(sh("printf '\\303'; sleep 0.1; printf '\\274'"))).out).toBe("ü");
});

test("a program that takes too long is killed, and what it started does not hold us up", async () => {
  const { code, out } = await run(sh("sleep 600 & echo $!; wait"), { timeout: 1 });
  expect(code).toBe(124);
  process.kill(Number(out), "SIGKILL");
});

test("a program that is not there is as in a shell, and says so", async () => {
  const none = join(folder, "no-such-program");
  expect(await run([none, "x"], { input: "x" })).toEqual({ code: 127, out: "", err: `spawn ${none} ENOENT\n` });
  const started = start([none]);
  started.write("x");
  expect(await started.ended).toBe(127);
  expect(started.running()).toBe(false);
  expect(started.printed().err).toBe(`spawn ${none} ENOENT\n`);
  started.kill();
});

test("with the terminal a program keeps its code alone", async () => {
  expect(await run(sh("exit 5"), { terminal: true })).toEqual({ code: 5, out: "", err: "" });
});

test("a program goes on beside us until it ends by itself", async () => {
  const cat = start(["cat"]);
  cat.write("one\n");
  await printed(cat, "one\n");
  cat.write("two\n");
  await printed(cat, "one\ntwo\n");
  expect(cat.running()).toBe(true);
  cat.kill();
  expect(await cat.ended).toBe(128);
  expect(cat.running()).toBe(false);
  const three = start(sh("exit 3"));
  expect(await three.ended).toBe(3);
});

test("once it has ended, all that it printed is there", async () => {
  const loud = start(sh("echo out; echo err >&2"));
  await loud.ended;
  expect(loud.printed()).toEqual({ out: "out\n", err: "err\n" });
});

test("programs that have ended leave nothing to be done at our own end", async () => {
  const before = process.listenerCount("exit");
  for (let number = 0; number < 3; number += 1) await start(["true"]).ended;
  const [first, second] = [start(["cat"]), start(["cat"])];
  expect(process.listenerCount("exit")).toBe(before + 1);
  first.kill();
  await first.ended;
  expect(process.listenerCount("exit")).toBe(before + 1);
  second.kill();
  await second.ended;
  expect(process.listenerCount("exit")).toBe(before);
});

test.each(["process.exit(3);", "throw new Error('a bug');", "process.kill(process.pid, 'SIGTERM');"])(
  "what was started ends with us, also at %s",
  async (ending) => {
    const library = join(folder, "processes.mjs");
    const options = { bundle: true, platform: "node", format: "esm" } as const;
    buildSync({ ...options, entryPoints: ["src/host/node-processes.ts"], outfile: library });
    const parent = join(folder, "parent.mjs");
    // As process-io.ts does at a second signal.
    writeFileSync(
      parent,
      `import { nodeProcesses } from "./processes.mjs";
process.on("SIGTERM", () => process.exit(3));
const child = nodeProcesses().start(["sh", "-c", 'exec 3>"$0"; echo started >&3; echo ready; exec sleep 600', "${folder}/pipe"]);
while (!child.printed().out.includes("ready")) await new Promise((resolve) => setTimeout(resolve, 10));
${ending}
`,
    );
    await run(["mkfifo", join(folder, "pipe")]);
    // It ends when nobody has the pipe open for writing any more.
    const whole = readFile(join(folder, "pipe"), "utf8");
    expect(spawnSync(process.execPath, [parent]).status).not.toBe(0);
    expect(await whole).toBe("started\n");
  },
);

test("a program is there when it lies on the way and may be run", () => {
  const before = process.env["PATH"];
  writeFileSync(join(folder, "plain"), "", { mode: 0o644 });
  writeFileSync(join(folder, "tool"), "", { mode: 0o755 });
  chmodSync(join(folder, "tool"), 0o755);
  mkdirSync(join(folder, "folder"));
  try {
    process.env["PATH"] = `/nowhere:${folder}`;
    expect(["tool", "plain", "folder", "none"].map(has)).toEqual([true, false, false, false]);
    process.env["PATH"] = "/nowhere";
    expect(has("tool")).toBe(false);
  } finally {
    process.env["PATH"] = before;
  }
});
