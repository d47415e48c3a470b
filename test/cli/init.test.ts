import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { afterEach, expect, test } from "vitest";
import { cli } from "../../src/cli/cli.ts";
import type { Io } from "../../src/cli/io.ts";
import { askShown } from "../../src/cli/process-io.ts";
import { nodeHost } from "../../src/host/node-host.ts";
import { testIo } from "../support/test-io.ts";

let folder = "";
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function inFolder() {
  folder = mkdtempSync(join(tmpdir(), "edgegen-init-"));
  return async (args: readonly string[], more: Partial<Io> = {}) => {
    const io = testIo(more);
    return { code: await cli(args, io), ...io.printed };
  };
}

/** Somebody at a terminal, who has these answers and then gives up. */
function somebody(...answers: readonly string[]) {
  const asked: string[] = [];
  const left = [...answers];
  const askShown = async (question: string) => {
    asked.push(question);
    return left.shift();
  };
  return { asked, io: { askShown } };
}

test("what is written validates under --strict, is said, and makes its folder", async () => {
  const run = inFolder();
  const path = join(folder, "profiles/my-cluster.yaml");
  const { code, out, err } = await run(["init", path]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toBe(`${path}\nNext: change in it what says CHANGE, then edgegen validate --profile ${path}\n`);
  expect(readFileSync(path, "utf8")).toContain("cluster: my-cluster ");
  const [, schema = ""] = /^# yaml-language-server: \$schema=(.*)\n/.exec(readFileSync(path, "utf8")) ?? [];
  expect(realpathSync(join(path, "..", schema))).toBe(realpathSync("schema/profile.schema.json"));
  expect(statSync(path).mode & 0o777).toBe(0o644);
  expect(await run(["validate", "--strict", "--profile", path])).toMatchObject({ code: 0, err: "" });
});

test("every option reaches the profile", async () => {
  const run = inFolder();
  const path = join(folder, "x.yaml");
  const key = join(folder, "id.pub");
  writeFileSync(key, "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGrUtFQ2ZdmcEvGCQ7DnTe1lYCrVnVXKbRV3XcQjnMkB me@laptop\n");
  const network = ["--subnet", "10.9.0.0/16", "--gateway", "10.9.255.254", "--first-address", "10.9.1.1"];
  const system = ["--image", "generic", "--board", "generic-arm64", "--memory", "16GiB", "--interface", "end0"];
  const people = ["--timezone", "Asia/Kolkata", "--user", "me", "--ssh-key", key];
  const done = await run(["init", path, ...network, ...system, ...people, "--workers", "4", "--rancher"]);
  expect(done).toMatchObject({ code: 0, err: "" });
  const { nodes } = JSON.parse((await run(["plan", "--json", "--profile", path])).out);
  expect(nodes).toHaveLength(6);
  expect(nodes[5]).toMatchObject({
    address: "10.9.1.6",
    board: "generic-arm64",
    memory: { total: 16384 },
    image: "generic",
  });
  const text = readFileSync(path, "utf8");
  for (const value of ["10.9.255.254", "end0", "Asia/Kolkata", "user: me ", `{file: ${key}}`])
    expect(text).toContain(value);
});

test("nothing is ever overwritten, whatever it is", async () => {
  const run = inFolder();
  writeFileSync(join(folder, "lab.yaml"), "mine");
  mkdirSync(join(folder, "sub"));
  const refused = async (name: string) => (await run(["init", join(folder, name), "--format", "line"])).err;
  expect(await refused("lab.yaml")).toContain(
    "lab.yaml: error[not-writable]: this profile is there already, and stays as it is",
  );
  expect(await refused("sub")).toContain("sub: error[not-writable]: this is a folder");
  expect(await refused("lab.secrets.yaml")).toContain(
    "error[not-writable]: a name that ends so is that of a trust bundle",
  );
  expect((await run(["init", join(folder, "lab.yaml")])).code).toBe(3);
  expect(readFileSync(join(folder, "lab.yaml"), "utf8")).toBe("mine");
  expect(readdirSync(folder).sort()).toEqual(["lab.yaml", "sub"]);
});

test("a profile that appears meanwhile stays too", async () => {
  const run = inFolder();
  const path = join(folder, "lab.yaml");
  const host = nodeHost();
  const stat = async (asked: string) => {
    const found = await host.stat(asked);
    if (asked === path) writeFileSync(path, "mine");
    return found;
  };
  expect((await run(["init", path], { host: { ...host, stat } })).code).toBe(3);
  expect(readFileSync(path, "utf8")).toBe("mine");
});

test("a wrong option is told as the language tells it, warnings too, and nothing is written", async () => {
  const run = inFolder();
  const path = join(folder, "lab.yaml");
  const options = ["--board", "pi4", "--subnet", "10.1.40.7/24", "--timezone", "Europe/Berln", "--format", "line"];
  const { code, out, err } = await run(["init", path, ...options]);
  expect([code, out]).toEqual([1, ""]);
  const lines = err.trimEnd().split("\n");
  expect(lines.map((line) => /^(\S+): error\[(.*?)\]/.exec(line)?.slice(1))).toEqual([
    ["--board", "bad-value"],
    ["--subnet", "bad-value"],
    ["--timezone", "timezone-unknown"],
  ]);
  expect(err).toContain('did you mean "pi-4b"?');
  expect(existsSync(path)).toBe(false);
  expect((await run(["init", path, "--workers", "many"])).code).toBe(2);
});

test("a key that is not there is said of the option, and one that was typed out is taken as it is", async () => {
  const run = inFolder();
  const path = join(folder, "profiles/lab.yaml");
  const secret = "-----BEGIN OPENSSH PRIVATE KEY----- b3Blbn";
  for (const key of ["../nothing.pub", secret]) {
    const { code, err } = await run(["init", path, "--ssh-key", key, "--format", "line"]);
    expect(code).toBe(1);
    expect(err).toMatch(/^--ssh-key: error\[file-missing\]: there is no such file/);
    expect(err).not.toContain("b3Blbn");
  }
  const key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGrUtFQ2ZdmcEvGCQ7DnTe1lYCrVnVXKbRV3XcQjnMkB me@laptop";
  expect((await run(["init", path, "--ssh-key", key])).code).toBe(0);
  expect(readFileSync(path, "utf8")).toContain(`ssh_authorized_keys: ["${key}"]`);
});

test("a path without an ending gets one, and a name that is none is told which would be", async () => {
  const run = inFolder();
  expect((await run(["init", join(folder, "sub/x")])).out).toContain(`validate --profile ${folder}/sub/x.yaml\n`);
  expect(readdirSync(join(folder, "sub"))).toEqual(["x.yaml"]);
  const { err } = await run(["init", join(folder, "My Lab!.yaml")]);
  expect(err).toContain('did you mean "my-lab"?');
});

test("what was said needs no change: then CHANGE stands nowhere", async () => {
  const run = inFolder();
  const path = join(folder, "w.yaml");
  const given = ["--subnet", "192.168.7.0/24", "--gateway", "192.168.7.1", "--board", "pi-5", "--memory", "8GiB"];
  const { code, out } = await run(["init", path, ...given, "--wifi", "Lab: 5G", "--country", "IN"]);
  expect([code, out]).toEqual([0, `${path}\nNext: edgegen validate --profile ${path}\n`]);
  const text = readFileSync(path, "utf8");
  expect(text).not.toContain("CHANGE");
  expect(text).toContain('wifi: {ssid: "Lab: 5G", password: {secret: wifi}, country: IN}\n');
  expect(text).toContain("interface: wlan0");
  const other = join(folder, "o.yaml");
  expect((await run(["init", other, "--interface", "wlan0"])).code).toBe(0);
  expect(readFileSync(other, "utf8")).toContain("# CHANGE the network and the country\n");
});

test("a private key given as the public one is not shown", async () => {
  const run = inFolder();
  const key = join(folder, "id_ed25519");
  writeFileSync(
    key,
    "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmU=\n-----END OPENSSH PRIVATE KEY-----\n",
  );
  const { code, err } = await run(["init", join(folder, "lab.yaml"), "--ssh-key", key]);
  expect(code).toBe(1);
  expect(err).toContain("error[ssh-key-malformed]");
  expect(err).not.toContain("b3Blbn");
});

test("with a terminal and no options it asks, with its own choice in brackets", async () => {
  const run = inFolder();
  const path = join(folder, "lab.yaml");
  const { asked, io } = somebody("", "", "pi-5", "", "", "1", "yes", "", "Asia/Kolkata");
  expect(await run(["init", path], io)).toMatchObject({ code: 0, err: "" });
  expect(asked.map((question) => /\[.*\]: $/.exec(question)?.[0])).toEqual([
    "[192.168.1.0/24]: ",
    "[192.168.1.1]: ",
    "[pi-4b]: ",
    "[ubuntu-24.04]: ",
    "[4GiB]: ",
    "[2]: ",
    "[no]: ",
    "[192.168.1.21]: ",
    "[UTC]: ",
  ]);
  expect(readFileSync(path, "utf8")).toContain("timezone: Asia/Kolkata");
  const { nodes } = JSON.parse((await run(["plan", "--json", "--profile", path])).out);
  expect(nodes.map(({ role, board }: Record<string, string>) => `${role} ${board}`)).toEqual([
    "rancher pi-5",
    "control-plane pi-5",
    "worker pi-5",
  ]);
});

test("an answer that is wrong is explained and asked for again", async () => {
  const run = inFolder();
  const { asked, io } = somebody(
    "10.1.40.0",
    "10.1.40.0/24",
    "",
    "pi4",
    "pi-4b",
    "",
    "",
    "two",
    "2",
    "perhaps",
    "no",
    "10.1.40.1",
    "10.1.40.9",
    "",
  );
  const { code, err } = await run(["init", join(folder, "lab.yaml"), "--format", "pretty"], io);
  expect(code).toBe(0);
  expect(asked).toHaveLength(14);
  for (const said of [
    'did you mean "pi-4b"?',
    "a whole number is wanted",
    "yes or no is wanted",
    "the gateway's address",
  ])
    expect(err).toContain(said);
  expect(readFileSync(join(folder, "lab.yaml"), "utf8")).toContain("10.1.40.9");
});

test("of a name that is none the name itself is told, with the one that was meant", async () => {
  const run = inFolder();
  const { code, err } = await run(["init", join(folder, "My Lab!.yaml"), "--format", "line"]);
  expect(code).toBe(1);
  expect(err).toMatch(
    /^NAME: error\[bad-name\]: "My Lab!" cannot be the name of the cluster \(did you mean "my-lab"\?/,
  );
});

test("addresses that count up past the network are told at the first of them", async () => {
  const { err } = await inFolder()([
    "init",
    join(folder, "x.yaml"),
    "--first-address",
    "192.168.1.254",
    "--workers",
    "2",
  ]);
  expect(err).toContain("--first-address: error[address-outside-subnet]");
  expect(err).not.toContain("not written");
});

test("of a text that is not written nothing is quoted beside the option", async () => {
  const run = inFolder();
  const { code, err } = await run(["init", join(folder, "lab.yaml"), "--memory", "4GB", "--format", "pretty"]);
  expect(code).toBe(1);
  expect(err).toContain("--memory: error[memory-not-sold]");
  expect(err).not.toContain("(not written)");
});

test("options are answers: then nothing is asked", async () => {
  const run = inFolder();
  const { asked, io } = somebody();
  expect((await run(["init", join(folder, "lab.yaml"), "--workers", "1"], io)).code).toBe(0);
  expect(asked).toEqual([]);
});

test("whoever gives up while asked finds nothing written", async () => {
  const run = inFolder();
  for (const answers of [[], ["", ""], ["", "", "", "", "", ""]]) {
    const { code, out, err } = await run(["init", join(folder, "p/lab.yaml")], somebody(...answers).io);
    expect([code, out]).toEqual([3, ""]);
    expect(err).toContain("interrupted; nothing was written");
  }
  const nameless = somebody();
  expect((await run(["init"], nameless.io)).code).toBe(3);
  expect(nameless.asked).toEqual(["name of the cluster [lab]: "]);
  const signalled = await run(["init", join(folder, "p/lab.yaml")], { interrupted: () => true });
  expect(signalled.code).toBe(3);
  expect(readdirSync(folder)).toEqual([]);
});

test("a line is edited where it is typed, and ends with Enter", async () => {
  const type = async (keys: string) => {
    const [input, output] = [new PassThrough(), new PassThrough()];
    const answer = askShown("board [pi-4b]: ", input, output);
    input.write(keys);
    return { answer: await answer, shown: String(output.read()) };
  };
  expect((await type("pi-4\x7f5\r")).answer).toBe("pi-5");
  const { shown } = await type("cm4\r");
  expect(shown).toContain("board [pi-4b]: ");
  expect(shown.slice(shown.indexOf(": "))).toMatch(/c.*m.*4.*\n/s);
  expect(await type("half\x03")).toMatchObject({ answer: undefined, shown: expect.stringMatching(/\n$/) });
  expect((await type("\x04")).answer).toBeUndefined();
});
