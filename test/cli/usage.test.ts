import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { afterEach, expect, test } from "vitest";
import { cli, program } from "../../src/cli/cli.ts";
import { pathOf } from "../../src/cli/path-of.ts";
import { readTemplates, wantsColour, widthOf } from "../../src/cli/process-io.ts";
import { nodeHost } from "../../src/host/node-host.ts";
import { testIo } from "../support/test-io.ts";
import { lab, type Workplace, workplace } from "../support/workplace.ts";

let place: Workplace | undefined;
afterEach(() => {
  place?.remove();
  place = undefined;
});

async function run(...args: string[]) {
  const io = testIo();
  return { code: await cli(args, io), ...io.printed };
}

test("help and version are no errors, and go to stdout", async () => {
  expect(await run("--version")).toEqual({ code: 0, out: "0.0.0\n", err: "" });
  const help = await run("--help");
  expect(help.code).toBe(0);
  for (const verb of ["validate", "plan", "build", "secrets", "kubeconfig"]) expect(help.out).toContain(verb);
});

const commandsBelow = (command: Command): readonly Command[] => [command, ...command.commands.flatMap(commandsBelow)];
const everyCommand = commandsBelow(program(testIo(), () => undefined)).map((command) => ({
  path: pathOf(command),
  flags: command.options.flatMap(({ long, short }) => [long, short]),
}));

test("the tree of commands is walked to its leaves", () => {
  expect(everyCommand.map(({ path }) => path)).toContain("edgegen secrets rotate");
});

test.each(everyCommand)(
  "$path --help shows an example of that very command, with options that it has",
  async (verb) => {
    const { code, out } = await run(...verb.path.split(" ").slice(1), "--help");
    expect(code).toBe(0);
    const examples = (/\nExamples?:\n(.*)/s.exec(out)?.[1] ?? "").split("\n").filter((line) => line !== "");
    expect(examples.length).toBeGreaterThan(0);
    const group = everyCommand.some(({ path }) => path.startsWith(`${verb.path} `));
    for (const example of examples) {
      expect(`${example} `).toContain(`${verb.path} `);
      if (!group)
        expect(verb.flags).toEqual(
          expect.arrayContaining(example.match(/ --?[a-z][a-z-]*/g)?.map((flag) => flag.trim()) ?? []),
        );
    }
  },
);

test("help shows what the last of its words does", async () => {
  for (const path of [[], ["build"], ["secrets"], ["secrets", "set"]])
    expect(await run("help", ...path)).toEqual(await run(...path, "--help"));
  expect((await run("help", "secrets", "set")).out).toContain("stores a secret of your own");
});

test("a misspelt verb or flag, a missing profile and no verb are wrong usage, with what would be right", async () => {
  const verb = await run("biuld");
  expect(verb.code).toBe(2);
  expect(verb.err).toContain("Did you mean build?");
  const flag = await run("build", "--profil", "x");
  expect(flag.code).toBe(2);
  expect(flag.err).toContain("Did you mean --profile?");
  expect((await run("build")).code).toBe(2);
  expect((await run()).code).toBe(2);
  expect((await run("build", "--profile", "x", "--format", "xml")).code).toBe(2);
});

test.each([
  [["build", "--profle", "x"], "Did you mean --profile?", "edgegen build --help"],
  [["build", "--nodes", "x"], "Did you mean --node?", "edgegen build --help"],
  [["secrets", "rotat"], "Did you mean rotate?", "edgegen"],
  [["secrets", "list"], "Did you mean secrets show?", "edgegen secrets --help"],
  [["lint"], "Did you mean validate?", "edgegen --help"],
  [["up"], "comes up by itself", "edgegen --help"],
  [["-v"], "Did you mean --version?", "edgegen --help"],
  [["plan", "-f", "x"], "Did you mean --profile?", "edgegen plan --help"],
  [["build", "-p", "lab", "--dry-run"], "(edgegen build --check says", "edgegen build --help"],
  [["build", "-p", "lab", "--force"], "(nothing has to be forced", "edgegen build --help"],
  [["secrets", "list"], "secrets show?", "edgegen secrets --help shows its verbs"],
  [["help", "biuld"], "unknown command 'biuld'\n(Did you mean build?)", "edgegen --help"],
  [["help", "secrets", "nosuch"], "unknown command 'nosuch'", "edgegen secrets --help"],
  [["secrets", "rotate", "--waht", "x"], "Did you mean --what?", "edgegen secrets rotate --help"],
  [["secrets", "rotate", "-p", "x"], "what? (--what operator | agent-token | rancher-certificate)", ""],
  [["--verison"], "Did you mean --version?", "edgegen --help"],
  [["--profile", "x", "build"], "unknown option '--profile'", "options come after the verb"],
  [
    ["build", "pi4-2node"],
    "a profile is named with --profile: edgegen build --profile pi4-2node",
    "edgegen build --help",
  ],
  [
    ["secrets", "set", "wifi", "lab"],
    "edgegen secrets set wifi --profile NAME asks for it",
    "edgegen secrets set --help",
  ],
  [["secrets", "set", "wifi", "hunter22", "-p", "lab"], "edgegen secrets set wifi --profile lab asks for it", ""],
  [
    ["build", "-p", "lab", "dcn1"],
    '"dcn1" is one word too many, the profile is "lab"; a node is named with --node dcn1',
    "",
  ],
  [["plan", "-profile", "lab"], '"lab" is one word too many, the profile is "rofile"\n', "edgegen plan --help"],
  [["plan", "--profile="], "which profile? (--profile NAME)", "edgegen plan --help"],
  [["secrets", "show"], "which profile? (--profile NAME)", "edgegen secrets show --help"],
])("%j is wrong usage, and told what to write", async (args, said, help) => {
  const { code, err } = await run(...args);
  expect(code).toBe(2);
  expect(err).toContain(said);
  expect(err).toContain(help);
});

test("the schema that is printed is the one in schema/", async () => {
  const { code, out, err } = await run("schema");
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toBe(readFileSync("schema/profile.schema.json", "utf8"));
});

test("a profile that is not there is the machine's fault, and the message says where it was looked for", async () => {
  const { code, err } = await run("validate", "--profile", "no-such-profile");
  expect(code).toBe(3);
  expect(err).toContain("profiles/no-such-profile.yaml");
});

test("what was meant by the name of a profile is said, or what there is", async () => {
  place = workplace();
  const at = async (name: string) => (await run("validate", "--profile", `${place?.folder}/${name}`)).err;
  expect(await at("lab")).toContain(`did you mean "${place.folder}/lab.yaml"?`);
  expect(await at("lba.yaml")).toContain(`did you mean "${place.folder}/lab.yaml"?`);
  expect(await at("other.yaml")).toContain(`in ${place.folder}/ there is: lab\n`);
  expect(await at("out/x.yaml")).toContain(`there is no profile in ${place.folder}/out/`);
  expect((await run("validate", "--profile", "pi4-2nod")).err).toContain('did you mean "pi4-2node"?');
  expect((await run("validate", "--profile", `${place.profile}/`)).code).toBe(0);
  expect((await run("validate", "--profile", `${place.profile}/x.yaml`)).code).toBe(3);
});

test("warnings are allowed one by one, or with commas between", async () => {
  const both = ["subnet-public", "no-root"];
  expect((await run("validate", "--profile", "pi4-2node", "--allow", both.join(","))).code).toBe(0);
  expect((await run("validate", "--profile", "pi4-2node", "--allow", `${both[0]},bogus`)).code).toBe(2);
  place = workplace(lab().replaceAll("10.1.40", "11.1.40").replace("os:", "access: {passwordless_sudo: false}\nos:"));
  const codes = async (...more: string[]) =>
    (await place?.run(["validate", "--format", "line", ...more]))?.out.match(/(?<=\[)[a-z-]+(?=\])/g);
  expect(await codes()).toEqual(expect.arrayContaining(both));
  expect(await codes("--allow", both.join(","))).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/subnet-public|no-root/)]),
  );
});

test("a profile is looked for by its name and by its path, and what is no file is none", async () => {
  place = workplace();
  const { folder } = place;
  mkdirSync(join(folder, "profiles/sub.yaml"), { recursive: true });
  writeFileSync(join(folder, "profiles/barn.yaml"), lab());
  symlinkSync("nowhere", join(folder, "profiles/dead.yaml"));
  symlinkSync("loop.yaml", join(folder, "profiles/loop.yaml"));
  const host = nodeHost();
  const at = (path: string) => (path.startsWith("/") ? path : join(folder, path));
  const here = { ...host, stat: (path: string) => host.stat(at(path)), list: (path: string) => host.list(at(path)) };
  const said = async (name: string) => {
    const io = testIo({ host: here });
    expect(await cli(["validate", "--profile", name], io)).toBe(3);
    return io.printed.err;
  };
  expect(await said("lab")).toContain('did you mean "lab.yaml"?');
  expect(await said("barn.yaml")).toContain('did you mean "barn"?');
  expect(await said("barn.yml")).toContain('did you mean "barn"?');
  expect(await said("other")).toContain("in profiles/ there is: barn\n");
  expect(await said("dead")).toContain("profiles/dead.yaml is a link, and nothing is where it leads to");
  expect(await said("-")).toContain("a profile is not read from standard input");
  expect(await said(".")).toMatch(/^\.: error\[file-unreadable\]: .*is a folder/);
});

test("a warning that there is not, or an error, cannot be allowed", async () => {
  const misspelt = await run("validate", "--profile", "pi4-2node", "--allow", "rancher-memory-lo");
  expect(misspelt).toMatchObject({ code: 2, err: expect.stringContaining("Did you mean rancher-memory-low?") });
  const bogus = await run("validate", "--profile", "pi4-2node", "--allow", "bogus-code");
  expect(bogus).toMatchObject({ code: 2, err: expect.stringContaining("control-plane-memory") });
  const fault = await run("validate", "--profile", "pi4-2node", "--allow", "unknown-key");
  expect(fault).toMatchObject({ code: 2, err: expect.stringContaining("Only warnings can be allowed.") });
});

test("colour is for terminals that have it, unless somebody wants none", () => {
  expect(wantsColour(true, { TERM: "xterm" })).toBe(true);
  expect(wantsColour(true, { TERM: "dumb" })).toBe(false);
  expect(wantsColour(true, { NO_COLOR: "1" })).toBe(false);
  expect(wantsColour(false, {})).toBe(false);
});

test("a terminal that says it has no columns is taken for a usual one", () => {
  expect([widthOf(132), widthOf(0), widthOf(undefined)]).toEqual([132, 80, 100]);
});

test("a bundle that is included shows nothing of itself", async () => {
  place = workplace(`include: [lab.secrets.yaml]\n${lab()}`);
  const { code, err } = await place.run(["validate"]);
  expect(code).toBe(2);
  expect(err).toContain("lab.yaml:1:11: error[not-a-profile]");
  expect(err).not.toContain("│");
});

test("an installation without its templates is no bug, but incomplete", async () => {
  place = workplace();
  const { code, err } = await place.run(["build"], { templates: () => readTemplates("no-such-place/templates/") });
  expect(code).toBe(3);
  expect(err).toContain("this installation is incomplete: no-such-place/templates/ is missing");
});

test("every fault of a profile is shown in one run, in the order of the file", async () => {
  place = workplace(
    lab()
      .replace("cluster: lab", "clustr: lab")
      .replace("gateway: 10.1.40.1", "gateway: 10.9.9.9")
      .replace("10.1.40.23", "10.1.40.22")
      .replace("role: rancher, board: pi-4b, memory: 8GiB", "role: rancher, board: pi-4b, memory: 2GiB"),
  );
  const { code, err, out } = await place.run(["validate", "--format", "line"]);
  expect(code).toBe(1);
  expect(err).toBe("");
  expect(out.split("\n").map((line) => /error\[(.*?)\]/.exec(line)?.[1])).toEqual([
    "unknown-key",
    "gateway-outside-subnet",
    "rancher-memory",
    "duplicate-address",
    undefined,
  ]);
});

test("what validate finds is its result: alone on stdout for a program, on stderr and before the last line for a person", async () => {
  place = workplace(lab().replace("memory: 8GiB", "memory: 4GiB"));
  const json = await place.run(["validate", "--format", "json"]);
  expect(json).toMatchObject({ code: 0, err: "" });
  expect(JSON.parse(json.out)).toMatchObject([{ code: "rancher-memory-low" }]);
  expect(await place.run(["validate", "--format", "github", "--allow", "rancher-memory-low"])).toEqual({
    ...{ code: 0, out: "", err: "" },
  });
  const absent = await run("validate", "--format", "json", "--profile", "no-such-profile");
  expect(JSON.parse(absent.out)).toMatchObject([{ code: "file-unreadable" }]);
  const printed: string[] = [];
  const print = (text: string) => void printed.push(text);
  await place.run(["validate"], { out: print, err: print });
  expect(printed[0]).toContain("warning[rancher-memory-low]");
  expect(printed[1]).toBe(`${place.profile}: cluster lab, 3 nodes: valid\n`);
  // Of other verbs stdout is for what they make.
  expect((await place.run(["plan", "--format", "line"])).err).toContain("rancher-memory-low");
});

test("plan shows what each card will be without making a bundle", async () => {
  place = workplace(lab(), false);
  const { code, out } = await place.run(["plan", "--json"]);
  expect(code).toBe(0);
  const { nodes } = JSON.parse(out);
  expect(nodes).toHaveLength(3);
  expect(nodes[1]).toMatchObject({
    name: "dcn1",
    role: "control-plane",
    address: "10.1.40.22",
    memory: { total: 4096 },
  });
  expect((await place.run(["plan"])).out).toContain("open ports");
});

test("plan says what each node is connected by, and which are on Wi-Fi", async () => {
  const wifi = "wifi: {ssid: barn, password: {secret: radio}, country: IN}, nameservers";
  place = workplace(lab().replace("nameservers", wifi).replace("address: 10.1.40.23", "$&, interface: wlan0"), false);
  const { out } = await place.run(["plan"]);
  expect(out).toMatch(/^ {2}dcn1 .* 10\.1\.40\.22 +eth0 /m);
  expect(out).toMatch(/^ {2}dcn2 .* 10\.1\.40\.23 +wlan0 /m);
  expect(out).toContain('Wi-Fi\n  dcn2: "barn", rules of IN\n');
  const { nodes } = JSON.parse((await place.run(["plan", "--json"])).out);
  expect(nodes[1]).not.toHaveProperty("wifi");
  expect(nodes[2]).toMatchObject({ interface: "wlan0", wifi: { ssid: "barn", country: "IN" } });
});

test("an exception is reported as a bug of edgegen, with its stack", async () => {
  place = workplace();
  const { code, err } = await place.run(["build"], {
    templates: async () => {
      throw new TypeError("oops");
    },
  });
  expect(code).toBe(70);
  expect(err).toContain("This is a bug in edgegen");
  expect(err).toContain("oops");
});
