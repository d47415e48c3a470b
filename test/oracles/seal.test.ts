import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect } from "vitest";
import { parse } from "yaml";
import { oracle, run } from "./oracle.ts";

const work = mkdtempSync(join(tmpdir(), "edgegen-seal-"));
afterAll(() => rmSync(work, { recursive: true, force: true }));

const profile = `version: 1
network: {subnet: 10.1.40.0/24, gateway: 10.1.40.1}
nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
`;

/** The program as its users have it, run in a folder of its own. */
async function edgegen(...args: readonly string[]): Promise<void> {
  if (!existsSync("dist/edgegen.js")) throw new Error("dist/edgegen.js is missing: npm run bundle");
  const { status, output } = await run("node", ["dist/edgegen.js", ...args]);
  if (status !== 0) throw new Error(`edgegen ${args.join(" ")}: exit ${status}: ${output}`);
}

async function identity(name: string): Promise<string> {
  const path = join(work, name);
  await run("age-keygen", ["-o", path]);
  return path;
}

/** A profile with its bundle, sealed for `key`; what the bundle was before, and what a build made of it then. */
async function sealed(name: string, key: string) {
  const folder = join(work, name);
  const path = join(folder, "lab.yaml");
  const bundle = join(folder, "lab.secrets.yaml");
  mkdirSync(folder);
  writeFileSync(path, profile);
  await edgegen("build", "--profile", path, "--out", join(folder, "before"));
  const plain = readFileSync(bundle, "utf8");
  await edgegen("secrets", "encrypt", "--profile", path, "--identity", key);
  return { folder, path, bundle, plain };
}

/** What a bundle is about; sealing adds the recipients, and with them the sum in the last line changes. */
const withoutRecipients = (text: string): unknown => ({ ...parse(text), recipients: [] });

oracle("age opens the sealed bundle, and it is the one that was sealed", ["age", "age-keygen"], async () => {
  const key = await identity("key.txt");
  const { bundle, plain } = await sealed("opened", key);
  expect(existsSync(bundle)).toBe(false);
  const opened = await run("age", ["-d", "-i", key, `${bundle}.age`]);
  expect(opened.status, opened.output).toBe(0);
  expect(withoutRecipients(opened.output)).toEqual(withoutRecipients(plain));
});

oracle(
  "age is seen to refuse another identity, and a sealed bundle with one byte changed",
  ["age", "age-keygen"],
  async () => {
    const key = await identity("own.txt");
    const { bundle } = await sealed("refused", key);
    expect(await run("age", ["-d", "-i", await identity("other.txt"), `${bundle}.age`])).toMatchObject({ status: 1 });
    const bytes = readFileSync(`${bundle}.age`);
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 40) ^ 1, bytes.length - 40);
    writeFileSync(`${bundle}.age`, bytes);
    expect(await run("age", ["-d", "-i", key, `${bundle}.age`])).toMatchObject({ status: 1 });
  },
);

const filesBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => statSync(join(folder, name)).isFile())
    .sort();

oracle("a build from a bundle that age sealed is the build from the open one", ["age", "age-keygen"], async () => {
  const key = await identity("build.txt");
  const { folder, path, bundle, plain } = await sealed("built", key);
  const recipient = /age1\w+/.exec((await run("age-keygen", ["-y", key])).output)?.[0] ?? "";
  writeFileSync(join(folder, "plain"), plain);
  rmSync(`${bundle}.age`);
  expect(await run("age", ["-a", "-r", recipient, "-o", `${bundle}.age`, join(folder, "plain")])).toMatchObject({
    status: 0,
  });
  await edgegen("build", "--profile", path, "--out", join(folder, "after"), "--identity", key);
  const [before, after] = [join(folder, "before"), join(folder, "after")];
  expect(filesBelow(after)).toEqual(filesBelow(before));
  for (const name of filesBelow(before)) {
    expect(readFileSync(join(after, name)).equals(readFileSync(join(before, name))), name).toBe(true);
  }
});
