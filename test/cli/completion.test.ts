import { expect, test } from "vitest";
import { cli } from "../../src/cli/cli.ts";
import { HostError } from "../../src/host/host.ts";
import { catalogue } from "../../src/model/catalogue.ts";
import { memoryHost } from "../support/memory-host.ts";
import { testIo } from "../support/test-io.ts";
import { lab } from "../support/workplace.ts";

const host = memoryHost({
  "profiles/lab.yaml": `${lab('  - {name: "w{08..11}", role: worker}\n')}k3s: {registries: {configs: {x: {auth: {password: {secret: registry}}}}}}\n`,
  "profiles/include.yaml": "include: [lab.yaml]\nnodes: [{name: own1}]\n",
  "profiles/broken.yaml":
    'version: 1\nnodes:\n  - {name: "old{1..2}", role: worker\n  - name: old3\n   role: }\nwifi: {secret: radio\n',
  "profiles/lab.secrets.yaml": "",
  "profiles/.hidden.yaml": "",
  "elsewhere/site.yaml": "nodes: [{name: far1}]\n",
});

/** What is offered for the last of these words. */
async function offered(...words: string[]): Promise<readonly string[]> {
  const io = testIo({ host });
  expect(await cli(["complete", "--", ...words], io)).toBe(0);
  expect(io.printed.err).toBe("");
  return io.printed.out.split("\n").slice(0, -1);
}

const values = async (...words: string[]) => (await offered(...words)).map((line) => line.split("\t")[0] ?? "");

test("verbs are offered with what they do, and those of a group behind it; what is hidden is not", async () => {
  expect(await values("")).toEqual(
    expect.arrayContaining(["init", "validate", "build", "secrets", "completion", "help"]),
  );
  expect(await values("")).not.toContain("complete");
  expect(await values("se")).toEqual(["secrets"]);
  expect(await offered("dif")).toEqual([
    "diff\tshows what a build would change on which card, and exits with 1 when it would",
  ]);
  expect(await values("secrets", "")).toEqual(["init", "show", "set", "rotate", "encrypt"]);
  expect(await values("help", "bui")).toEqual(["build"]);
});

test("options are those of the verb, once each, but again those that may be repeated", async () => {
  expect(await values("build", "--")).toEqual(expect.arrayContaining(["--profile", "--node", "--check", "--help"]));
  expect(await values("validate", "--no")).toEqual([]);
  expect(await values("build", "--check", "-p", "lab", "--node", "x", "--")).not.toEqual(
    expect.arrayContaining(["--check"]),
  );
  expect(await values("build", "-p", "lab", "--p")).toEqual([]);
  expect(await values("build", "--node", "x", "--no")).toEqual(["--node"]);
  expect(await values("build", "")).toContain("--profile");
});

test("values that can be listed are, in every way in which a shell splits the line", async () => {
  expect(await values("plan", "--format", "")).toEqual(["pretty", "line", "json", "github"]);
  expect(await values("plan", "--format=p")).toEqual(["--format=pretty"]);
  expect(await values("plan", "--format", "=", "p")).toEqual(["pretty"]);
  expect(await values("boot", "--machine", "")).toEqual(["virt", "raspi3b"]);
  expect(await values("secrets", "rotate", "--what", "ag")).toEqual(["agent-token"]);
  expect(await values("init", "--board", "pi-")).toEqual(["pi-3b-plus", "pi-4b", "pi-5"]);
  expect(await values("completion", "")).toEqual(["bash", "zsh", "fish"]);
  expect(await values("completion", "bash", "")).toContain("--help");
  expect(await values("init", "--memory", "")).toEqual([]);
  expect(await values("--nonsense=x")).toEqual([]);
});

test("codes are offered where they are understood", async () => {
  const warnings = Object.entries(catalogue).filter(([, { severity }]) => severity === "warning");
  expect(await values("validate", "--allow", "")).toEqual(warnings.map(([code]) => code));
  expect(await values("explain", "")).toEqual(Object.keys(catalogue));
});

test("profiles are those in profiles/, and paths are the shell's", async () => {
  expect(await values("plan", "--profile", "")).toEqual(["broken", "include", "lab"]);
  expect(await values("plan", "-p", "l")).toEqual(["lab"]);
  expect(await offered("plan", "-p", "./")).toEqual([":files"]);
  expect(await offered("plan", "-p", "elsewhere/")).toEqual([":files"]);
  expect(await offered("build", "--out", "")).toEqual([":folders"]);
  expect(await offered("build", "--identity", "")).toEqual([":files"]);
  expect(await offered("init", "--ssh-key", "")).toEqual([":files"]);
  expect(await offered("boot", "--base", "")).toEqual([":files"]);
});

test("nodes are those of the profile, written out, but for those that are named already", async () => {
  expect(await values("build", "-p", "lab", "--node", "")).toEqual([
    "dcn0",
    "dcn1",
    "dcn2",
    "w08",
    "w09",
    "w10",
    "w11",
  ]);
  expect(await values("build", "--profile=lab", "--node", "dcn1", "--node=dcn2", "--node", "d")).toEqual(["dcn0"]);
  expect(await values("build", "-p", "include", "--node", "o")).toEqual(["own1"]);
  expect(await values("build", "-p", "include", "--node", "")).toContain("own1");
  expect(await values("build", "-p", "elsewhere/site.yaml", "--node", "")).toEqual(["far1"]);
  expect(await values("build", "--node", "")).toEqual([]);
  expect(await values("build", "-p", "none", "--node", "")).toEqual([]);
});

test("a profile that somebody is still writing has its nodes and secrets all the same", async () => {
  expect(await values("build", "-p", "broken", "--node", "")).toEqual(["old1", "old2", "old3"]);
  expect(await values("secrets", "set", "-p", "broken", "")).toEqual(["radio"]);
});

test("secrets are those that the profile names, and to be shown those of the bundle too", async () => {
  expect(await values("secrets", "set", "-p", "lab", "")).toEqual(["registry"]);
  expect(await values("secrets", "show", "-p", "lab", "")).toEqual([
    "rancher-bootstrap-password",
    "server-token",
    "agent-token",
    "registry",
  ]);
  expect(await values("secrets", "show", "s")).toEqual(["server-token"]);
});

test("what the machine refuses is not said to somebody who is typing", async () => {
  const refuse = () => Promise.reject(new HostError("profiles", "EACCES"));
  for (const words of [
    ["build", "-p", ""],
    ["build", "-p", "lab", "--node", ""],
  ]) {
    const io = testIo({ host: { ...host, stat: refuse, list: refuse } });
    expect(await cli(["complete", "--", ...words], io)).toBe(0);
    expect(io.printed).toEqual({ out: "", err: "" });
  }
});
