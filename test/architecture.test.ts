import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { expect, test } from "vitest";

/** Who may import whom: the table of docs/architecture.md, held here for every import, `import type` and dynamic ones included. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  model: [],
  hash: ["model"],
  address: ["model"],
  yaml: ["model"],
  schema: ["model"],
  credentials: ["model", "hash"],
  host: ["model"],
  load: ["model", "yaml", "host"],
  validate: ["model", "schema"],
  resolve: ["model", "address", "schema"],
  check: ["model", "address"],
  trust: ["model", "yaml", "schema", "hash", "credentials", "host"],
  plan: ["model", "hash", "address", "credentials"],
  render: ["model", "hash", "yaml"],
  fat: [],
  emit: ["model", "fat", "host"],
  image: ["model", "host", "fat"],
  boot: ["model", "host", "credentials", "hash"],
  report: ["model"],
  explain: ["model"],
  fetch: ["model", "host"],
  lock: ["model", "yaml", "schema", "host", "fetch"],
  init: ["model", "address"],
  diff: ["model", "yaml"],
};

/** Each third-party package has one home. */
const homes: Readonly<Record<string, readonly string[]>> = {
  "@noble/hashes": ["hash"],
  "@noble/curves": ["trust"],
  "@peculiar/x509": ["trust"],
  "age-encryption": ["trust"],
  "ipaddr.js": ["address"],
  yaml: ["yaml"],
  zod: ["schema"],
  handlebars: ["render"],
  "tar-stream": ["emit"],
  "js-fatfs": ["fat"],
  "xz-decompress": ["host"],
  commander: ["cli"],
  "node-fetch": ["fetch"],
  "http-proxy-agent": ["fetch"],
  "https-proxy-agent": ["fetch"],
  "proxy-from-env": ["fetch"],
  diff: ["diff"],
};

const usesNode = new Set(["emit", "fat", "host", "cli"]);

interface Import {
  readonly file: string;
  readonly folder: string;
  readonly target: string;
}

const imports: readonly Import[] = readdirSync("src", { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts") && !file.endsWith(".d.ts"))
  .flatMap((file) => {
    const text = readFileSync(join("src", file), "utf8");
    const targets = [...text.matchAll(/(?:from|import\(?)\s*"([^"]+)"/g)].map((match) => match[1] ?? "");
    return targets.map((target) => ({ file, folder: folderOf(file), target }));
  });

function folderOf(path: string): string {
  return path.includes("/") ? (path.split("/")[0] ?? "") : "";
}

const relativeTarget = ({ file, target }: Import) => folderOf(normalize(join(dirname(file), target)));

test("every folder of src/ has a place in the table", () => {
  const folders = new Set(imports.map(({ folder }) => folder).filter((folder) => folder !== "" && folder !== "cli"));
  expect([...folders].filter((folder) => !(folder in mayImport))).toEqual([]);
});

test("stages import the model and the libraries they are allowed, never each other", () => {
  const wrong = imports.filter((item) => {
    const allowed = mayImport[item.folder];
    if (!allowed || !item.target.startsWith(".")) return false;
    const target = relativeTarget(item);
    return target !== item.folder && !allowed.includes(target);
  });
  expect(wrong).toEqual([]);
});

test("each package is imported from its home folder only", () => {
  const wrong = imports.filter(({ folder, target }) => {
    const home = Object.keys(homes).find((name) => target === name || target.startsWith(`${name}/`));
    return home !== undefined && !homes[home]?.includes(folder);
  });
  expect(wrong).toEqual([]);
});

test("no stage touches node: it is host, fat, emit and cli that do", () => {
  const wrong = imports.filter(
    ({ folder, target }) => target.startsWith("node:") && !usesNode.has(folder) && folder !== "",
  );
  expect(wrong).toEqual([]);
});

test("files can be read in one go", () => {
  const long = readdirSync("src", { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => ({ file, lines: readFileSync(join("src", file), "utf8").split("\n").length }))
    .filter(({ lines }) => lines > 300);
  expect(long).toEqual([]);
});
