import { expect, test } from "vitest";
import { load } from "../../../src/load/load.ts";
import { attachmentKey } from "../../../src/model/attachments.ts";
import type { MapTree, Tree } from "../../../src/model/tree.ts";
import { findAt } from "../../../src/model/tree-path.ts";
import { filesHost } from "../support/files.ts";
import { covered, marked } from "../support/marks.ts";

async function loaded(files: Readonly<Record<string, string | undefined>>, path = "p/lab.yaml") {
  const { value, diagnostics } = await load(filesHost(files), path);
  return { ...value, diagnostics, plain: value.tree && plain(value.tree) };
}

function plain(tree: Tree): unknown {
  if (tree.kind === "scalar") return tree.value;
  if (tree.kind === "list") return tree.items.map(plain);
  return Object.fromEntries([...tree.entries].map(([key, { value }]) => [key, plain(value)]));
}

test("the cluster is called after the file, without its ending", async () => {
  expect((await loaded({ "p/lab.yaml": "a: 1\n" })).name).toBe("lab");
  expect((await loaded({ "/x/My.Lab.yml": "a: 1\n" }, "/x/My.Lab.yml")).name).toBe("My.Lab");
});

test("a cluster that another file stands for is told, at its name, with the file's own", async () => {
  const said = (cluster: string, more = "") =>
    loaded({ "p/home.yaml": `cluster: ${cluster}\n${more}`, "p/lab.yaml": "a: 1\n" }, "p/home.yaml");
  const [found, ...others] = (await said("lab")).diagnostics;
  expect(found).toMatchObject({ code: "cluster-of-another", severity: "warning", suggestion: { text: "home" } });
  expect(found?.message).toBe("this is the cluster of p/lab.yaml");
  expect(others).toEqual([]);
  expect((await said("barn")).diagnostics).toEqual([]);
  expect((await said("home")).diagnostics).toEqual([]);
  // What is included is no other profile.
  expect((await said("lab", "include: [lab.yaml]\n")).diagnostics).toEqual([]);
});

test("includes lie below the file in order: maps grow, other values are replaced, lists of nodes are joined", async () => {
  const { plain, diagnostics } = await loaded({
    "p/lab.yaml": "include: [one.yaml, sub/two.yaml]\nos: {image: c}\nnodes: [n3]\n",
    "p/one.yaml": "os: {image: a, timezone: UTC}\nk3s: {disable: [x, y]}\nnodes: [n1]\n",
    "p/sub/two.yaml": "os: {image: b, locale: C}\nk3s: {disable: [z]}\nnodes: [n2]\n",
  });
  expect(diagnostics).toEqual([]);
  expect(plain).toEqual({
    include: ["one.yaml", "sub/two.yaml"],
    os: { image: "c", timezone: "UTC", locale: "C" },
    k3s: { disable: ["z"] },
    nodes: ["n1", "n2", "n3"],
  });
});

test("a merged value stands where it was written", async () => {
  const { text, spans } = marked("os:\n  timezone: «UTC»\n");
  const { tree } = await loaded({
    "p/lab.yaml": "include: [../common.yaml]\nos: {image: generic}\n",
    "common.yaml": text,
  });
  expect(findAt(tree, ["os", "timezone"])?.value.span).toEqual({ file: "common.yaml", ...spans[0] });
  expect(findAt(tree, ["os", "image"])?.value.span.file).toBe("p/lab.yaml");
});

test("every file that was read is there for the printer", async () => {
  const { sources } = await loaded({ "p/lab.yaml": "include: [one.yaml]\n", "p/one.yaml": "a: b: c\n" });
  expect([...sources.keys()]).toEqual(["p/lab.yaml", "p/one.yaml"]);
});

test("a file that two others include counts once", async () => {
  const { plain, diagnostics } = await loaded({
    "p/lab.yaml": "include: [a.yaml, b.yaml]\n",
    "p/a.yaml": "include: [c.yaml]\n",
    "p/b.yaml": "include: [./c.yaml]\n",
    "p/c.yaml": "nodes: [n]\n",
  });
  expect(diagnostics).toEqual([]);
  expect(plain).toMatchObject({ nodes: ["n"] });
});

test("a missing include is reported where it is named, and the rest is known to be partial", async () => {
  const { text, spans } = marked("include: [«gone.yaml»]\na: 1\n");
  const { diagnostics, tree } = await loaded({ "p/lab.yaml": text });
  expect(diagnostics).toMatchObject([{ code: "include-missing", message: "p/gone.yaml is not there", span: spans[0] }]);
  expect(tree).toMatchObject({ partial: true });
});

test("a missing file whose name is near is told, else from where a path counts", async () => {
  const { diagnostics } = await loaded({ "p/lab.yaml": "include: [sites/pume.yaml, x]\n", "p/sites/pune.yaml": "" });
  expect(diagnostics.map(({ notes }) => notes.map(({ message }) => message))).toEqual([
    ["there is p/sites/pune.yaml"],
    ["a path counts from the file that it is written in"],
  ]);
});

test("of a path that counts from nowhere its folder is told", async () => {
  const { diagnostics } = await loaded({ "p/lab.yaml": "include: [/etc/x.yaml]\n" });
  expect(diagnostics[0]?.notes).toEqual([{ message: "/etc has no file of such a name" }]);
});

test("an ending in common is no likeness, and of two that are alike the one with the same ending is told", async () => {
  const files = { "p/g1.yaml": "", "p/pune": "", "p/pune.yaml": "" };
  const { diagnostics } = await loaded({ "p/lab.yaml": "include: [nginx.yaml, pume.yaml]\n", ...files });
  expect(diagnostics.map(({ notes }) => notes.map(({ message }) => message))).toEqual([
    ["a path counts from the file that it is written in"],
    ["there is p/pune.yaml"],
  ]);
});

test("a loop of includes is reported at the include that closes it", async () => {
  const { text, spans } = marked("include:\n  - «lab.yaml»\n");
  const { diagnostics } = await loaded({ "p/lab.yaml": "include: [one.yaml]\n", "p/one.yaml": text });
  expect(diagnostics).toMatchObject([{ code: "include-loop", span: { file: "p/one.yaml", ...spans[0] } }]);
  const own = await loaded({ "p/lab.yaml": "include: [lab.yaml]\n" });
  expect(own.diagnostics).toMatchObject([{ code: "include-loop", message: "p/lab.yaml includes itself" }]);
});

test("an include that may not be read is the machine's fault", async () => {
  const { diagnostics } = await loaded({ "p/lab.yaml": "include: [secret.yaml]\n", "p/secret.yaml": undefined });
  expect(diagnostics).toMatchObject([{ code: "file-unreadable", message: "p/secret.yaml may not be read by you" }]);
});

test("an included file with a faulty include list says so, since nobody else will see it", async () => {
  const { text, spans } = marked("include: «one.yaml»\n");
  const { diagnostics } = await loaded({ "p/lab.yaml": "include: [one.yaml]\n", "p/one.yaml": text });
  expect(diagnostics).toMatchObject([{ code: "wrong-type", span: { file: "p/one.yaml", ...spans[0] } }]);
});

test.each([
  ["is not there", {}, "file-unreadable"],
  ["may not be read by you", { "p/lab.yaml": undefined }, "file-unreadable"],
  ["is a folder, not a file", { "p/lab.yaml/x": "" }, "file-unreadable"],
])("a profile that %s has a subject instead of a place, and no tree", async (reason, files, code) => {
  const { diagnostics, tree } = await loaded(files);
  expect(diagnostics).toMatchObject([{ code, message: `p/lab.yaml ${reason}`, subject: "p/lab.yaml" }]);
  expect(tree).toBeUndefined();
});

test("a profile that is a list or a single value is no profile; an empty one is an empty map", async () => {
  expect((await loaded({ "p/lab.yaml": "- a\n" })).diagnostics).toMatchObject([{ code: "wrong-type" }]);
  expect((await loaded({ "p/lab.yaml": "text\n" })).tree).toBeUndefined();
  expect((await loaded({ "p/lab.yaml": "# nothing\n" })).plain).toEqual({});
});

test("several syntax errors in several files come together", async () => {
  const { diagnostics } = await loaded({
    "p/lab.yaml": "include: [one.yaml, two.yaml]\n",
    "p/one.yaml": "a: b: c\nd: e: f\n",
    "p/two.yaml": "a:\n\tb: 1\n",
  });
  expect(diagnostics.map(({ code, span }) => [code, span?.file])).toEqual([
    ["yaml-syntax", "p/one.yaml"],
    ["yaml-syntax", "p/one.yaml"],
    ["tab-indent", "p/two.yaml"],
  ]);
});

test("manifests and keys count from the file that names them; ~ is the user's home", async () => {
  const object = "apiVersion: v1\nkind: List\n";
  const { attachments, diagnostics, tree } = await loaded({
    "p/lab.yaml": "k3s: {manifests: [m, x.yaml]}\naccess: {ssh_authorized_keys: [{file: ~/.ssh/id.pub}]}\n",
    "p/m/b.yaml": object,
    "p/m/a.yml": object,
    "p/m/notes.txt": "not a manifest",
    "p/x.yaml": object,
    "/home/ada/.ssh/id.pub": "ssh-ed25519 AAAA",
  });
  const at = (...path: (string | number)[]) => {
    const value = findAt(tree as MapTree, path)?.value;
    return value?.kind === "scalar" ? attachments.get(attachmentKey(String(value.value), value.span)) : undefined;
  };
  expect(diagnostics).toEqual([]);
  expect(at("k3s", "manifests", 0)?.map(({ name }) => name)).toEqual(["a.yml", "b.yaml"]);
  expect(at("k3s", "manifests", 1)).toEqual([{ name: "x.yaml", text: object }]);
  expect(at("access", "ssh_authorized_keys", 0, "file")).toEqual([{ name: "id.pub", text: "ssh-ed25519 AAAA" }]);
});

test("a manifest in JSON is held against what K3s takes, at the line that names it", async () => {
  const { text, spans } = marked("k3s: {manifests: [«a.json», «b.json», c.json]}\n");
  const { diagnostics } = await loaded({
    "p/lab.yaml": text,
    "p/a.json": "{a: 1}",
    "p/b.json": '{"replicas": 3}',
    "p/c.json": '{"apiVersion": "v1", "kind": "List"}',
  });
  const found = diagnostics.map(({ code, message, span }) => [code, message, span?.start]);
  expect(found).toEqual([
    ["bad-manifest", "p/a.json is not JSON", spans[0]?.start],
    ["bad-manifest", "p/b.json is no object of Kubernetes", spans[1]?.start],
  ]);
});

test("manifests that are missing, empty folders, unreadable or no YAML are faults", async () => {
  const { text, spans } = marked("k3s: {manifests: [«gone.yaml», «empty», «locked.yaml», bad.yaml]}\n");
  const { diagnostics, sources } = await loaded({
    "p/lab.yaml": text,
    "p/empty/readme.txt": "",
    "p/locked.yaml": undefined,
    "p/bad.yaml": "a: b: c\n",
  });
  expect(
    diagnostics.map(({ code, span }) => [code, span?.file, covered(span, sources.get(span?.file ?? "") ?? "")]),
  ).toEqual([
    ["file-missing", "p/lab.yaml", "gone.yaml"],
    ["file-missing", "p/lab.yaml", "empty"],
    ["file-unreadable", "p/lab.yaml", "locked.yaml"],
    ["yaml-syntax", "p/bad.yaml", "b"],
  ]);
  expect(diagnostics[0]?.span).toMatchObject({ ...spans[0] });
});

test("a private key that was named by mistake is not kept for the printer", async () => {
  const { sources } = await loaded({
    "p/lab.yaml": "access: {ssh_authorized_keys: [{file: id}]}\n",
    "p/id": "-----BEGIN OPENSSH PRIVATE KEY-----\n",
  });
  expect([...sources.keys()]).toEqual(["p/lab.yaml"]);
});

const bundle = "version: 1\ncluster: lab\ncreated: 1\nrecipients: []\nroot: {}\nk3s: {server_secret: geheim}\n";

test.each([
  ["whole", bundle],
  ["no YAML any more", `${bundle}a: b: c\n`],
  ["as JSON", '{\n  "version": 1,\n  "created": 1,\n  "root": {},\n  "user_secrets": {}\n}\n'],
  ["sealed", "-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n"],
])(
  "a trust bundle is no profile under whatever name, and nothing of it is kept for the printer: %s",
  async (_, text) => {
    const { diagnostics, sources, tree } = await loaded({ "p/lab.yaml": text });
    expect(diagnostics).toMatchObject([{ code: "not-a-profile", subject: "p/lab.yaml" }]);
    expect([sources.size, tree]).toEqual([0, undefined]);
  },
);

test("nor is it an include or a manifest", async () => {
  const { text, spans } = marked("include: [«b.yaml»]\nk3s: {manifests: [«b.yaml»]}\n");
  const { diagnostics, sources, tree, attachments } = await loaded({ "p/lab.yaml": text, "p/b.yaml": bundle });
  expect(diagnostics).toMatchObject(spans.map((span) => ({ code: "not-a-profile", span })));
  expect(diagnostics[0]?.secret).toBe(true);
  expect([...sources.keys()]).toEqual(["p/lab.yaml"]);
  expect(tree?.partial).toBe(true);
  expect([...attachments.values()]).toEqual([[]]);
});

test("a profile may have a key or two of a bundle by mistake", async () => {
  expect((await loaded({ "p/lab.yaml": "created: 1\nroot: x\n" })).diagnostics).toEqual([]);
});

test("a slash behind the file's name is not part of it", async () => {
  expect((await loaded({ "p/lab.yaml": "a: 1\n" }, "p/lab.yaml/")).name).toBe("lab");
});
