import {
  chmodSync,
  copyFileSync,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { afterEach, expect, test } from "vitest";
import { cli } from "../../src/cli/cli.ts";
import { askUnseen } from "../../src/cli/process-io.ts";
import { testIo } from "../support/test-io.ts";
import { lab, type Workplace, workplace } from "../support/workplace.ts";

let place: Workplace;
afterEach(() => place.remove());

const withWifi = lab()
  .replace(
    "nodes:",
    "nodes:\n  - {name: dcn3, role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.24, interface: wlan0}",
  )
  .replace("nameservers", "wifi: {ssid: lab, password: {secret: radio}, country: IN}, nameservers");

test("the first build makes the bundle, says so, keeps it from others and out of Git", async () => {
  place = workplace(lab(), false);
  const { code, err } = await place.run(["build"]);
  expect(code).toBe(0);
  expect(err).toContain("info[bundle-created]");
  expect(statSync(place.bundle).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(place.folder, ".gitignore"), "utf8")).toContain("*.secrets.yaml");
});

test("a secret that the profile does not name is stored, and told while the profile waits for another", async () => {
  place = workplace(withWifi);
  const set = (name: string) => place.run(["secrets", "set", name], { stdin: async () => "correct horse\n" });
  const slip = await set("radoi");
  expect([slip.code, slip.out]).toEqual([0, expect.stringContaining("radoi: stored in")]);
  expect(slip.err).toContain('warning[unknown-secret]: the profile names no secret "radoi"; it waits for "radio"');
  expect((await set("radio")).err).not.toContain("names no secret");
  expect((await set("later")).err).not.toContain("names no secret");
});

test("a build with a bundle that has everything does not touch it", async () => {
  place = workplace();
  const before = [readFileSync(place.bundle, "utf8"), statSync(place.bundle).ino];
  expect((await place.run(["build"])).err).toBe("");
  expect([readFileSync(place.bundle, "utf8"), statSync(place.bundle).ino]).toEqual(before);
});

test("a new node is added and said, and what was there stays", async () => {
  place = workplace();
  const old = readFileSync(place.bundle, "utf8");
  writeFileSync(
    place.profile,
    lab("  - {name: newcomer, role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.29}\n"),
  );
  const { err } = await place.run(["build"]);
  expect(err).toContain("info[bundle-extended]");
  expect(err).toContain("newcomer");
  const lines = readFileSync(place.bundle, "utf8").split("\n");
  const lost = old.split("\n").filter((line) => !lines.includes(line) && !line.includes("sha256"));
  expect(lost).toEqual([]);
});

test("a bundle that others can read is refused, with the command that mends it", async () => {
  place = workplace();
  chmodSync(place.bundle, 0o644);
  const { code, err } = await place.run(["build"]);
  expect(code).toBe(3);
  expect(err).toContain("error[bundle-readable-by-others]");
  expect(err).toContain(`chmod 600 ${place.bundle}`);
});

test("the bundle of another cluster is refused", async () => {
  place = workplace(lab(), false);
  await place.run(["secrets", "init"]);
  writeFileSync(place.profile, lab().replace("cluster: lab", "cluster: other"));
  copyFileSync(place.bundle, join(place.folder, "other.secrets.yaml"));
  const { code, err } = await place.run(["build"]);
  expect(code).toBe(3);
  expect(err).toContain("error[bundle-of-another]: this is the bundle of cluster lab");
});

test("the bundle given as a profile is recognised, and not a word of it is shown", async () => {
  place = workplace();
  const io = testIo();
  expect(await cli(["validate", "--profile", place.bundle], io)).toBe(2);
  expect(io.printed.err).toContain("error[not-a-profile]");
  expect(io.printed.err).not.toMatch(/[A-Za-z0-9+/]{40,}/);
});

test("a stored Wi-Fi password that no radio would take is an error, and so is a secret of two lines", async () => {
  place = workplace(withWifi);
  expect((await place.run(["secrets", "set", "radio"], { stdin: async () => "one\ntwo\n" })).code).toBe(2);
  expect((await place.run(["secrets", "set", "server-token"], { stdin: async () => "mine" })).code).toBe(2);
  const { code, err } = await place.run(["secrets", "set", "radio"], { stdin: async () => "short\n" });
  expect(code).toBe(1);
  expect(err).toContain("error[secret-unfit]");
  expect(err).not.toContain("short");
  expect(err).toContain("nothing was stored");
  // Stored before the profile made a Wi-Fi password of it.
  writeFileSync(place.profile, lab());
  expect((await place.run(["secrets", "set", "radio"], { stdin: async () => "short\n" })).code).toBe(0);
  writeFileSync(place.profile, withWifi);
  const unfit = await place.run(["build"]);
  expect(unfit.err).toContain("error[secret-unfit]");
  expect(unfit.err).toContain(`edgegen secrets set radio --profile ${place.profile} replaces it`);
});

test("a .gitignore that is there already gets the rule", async () => {
  place = workplace(lab(), false);
  writeFileSync(join(place.folder, ".gitignore"), "*.log");
  await place.run(["secrets", "init"]);
  expect(readFileSync(join(place.folder, ".gitignore"), "utf8")).toMatch(/^\*\.log\n#.*\n\*\.secrets\.yaml\n$/);
});

test("a damaged bundle is refused and left as it is, and nothing of it is shown", async () => {
  place = workplace();
  const half = readFileSync(place.bundle, "utf8").slice(0, 4000);
  writeFileSync(place.bundle, half);
  const { code, err } = await place.run(["build"]);
  expect(code).toBe(3);
  expect(err).toContain("error[bundle-damaged]");
  expect(readFileSync(place.bundle, "utf8")).toBe(half);
  expect(err).not.toMatch(/[A-Za-z0-9+/]{40,}/);
});

test("a secret that the profile names and nobody has set is an error at its place, and setting it mends that", async () => {
  place = workplace(withWifi);
  const missing = await place.run(["build"]);
  expect(missing.code).toBe(1);
  expect(missing.err).toContain("lab.yaml:4:");
  expect(missing.err).toContain(`edgegen secrets set radio --profile ${place.profile}`);
  const set = await place.run(["secrets", "set", "radio"], { stdin: async () => "correct horse\n" });
  expect(set).toEqual({ code: 0, err: "", out: `radio: stored in ${place.bundle}\n` });
  expect((await place.run(["build"])).code).toBe(0);
  expect((await place.run(["secrets", "show", "radio"])).out).toBe("correct horse\n");
  const users = [...place.files()].filter(([, content]) => content.includes("correct horse")).map(([path]) => path);
  expect(users.sort()).toEqual(["dcn3.tar", "dcn3/boot/network-config"]);
});

test("secrets show lists names and counts, never a value", async () => {
  place = workplace();
  const { out } = await place.run(["secrets", "show"]);
  expect(out).toContain("rancher-bootstrap-password");
  expect(out).not.toContain((await place.run(["secrets", "show", "rancher-bootstrap-password"])).out.trim());
  expect(out).not.toContain("PRIVATE");
});

test("an unknown secret, an empty one and a bad name are wrong usage", async () => {
  place = workplace();
  expect((await place.run(["secrets", "show", "nothing"])).code).toBe(2);
  expect((await place.run(["secrets", "set", "radio"])).code).toBe(2);
  expect((await place.run(["secrets", "set", "../x"], { stdin: async () => "x" })).code).toBe(2);
});

test("rotating the agent token names the cards that must be applied again", async () => {
  place = workplace();
  await place.run(["build"]);
  const before = place.files();
  const { code, out } = await place.run(["secrets", "rotate", "--what", "agent-token"]);
  expect(code).toBe(0);
  expect(out).toContain("dcn1, dcn2");
  expect((await place.run(["build"])).out).toContain("written: dcn1, dcn2; unchanged: dcn0");
  expect(place.files().get("dcn0/boot/user-data")).toBe(before.get("dcn0/boot/user-data"));
});

test("a Rancher certificate that no longer fits the profile is an error until it is rotated", async () => {
  place = workplace(lab().replace("nodes:", "rancher: {server_url: https://rancher.example.org}\nnodes:"));
  const stale = await place.run(["build"]);
  expect(stale.code).toBe(1);
  expect(stale.err).toContain("error[certificate-outdated]");
  expect(stale.err).toContain("rancher-certificate");
  expect((await place.run(["secrets", "rotate", "--what", "rancher-certificate"])).code).toBe(0);
  expect((await place.run(["build"])).code).toBe(0);
});

test("a sealed bundle builds the same cards with its identity, is extended in place, and says what it needs without", async () => {
  place = workplace();
  await place.run(["build"]);
  const clear = place.files();
  const identity = join(place.folder, "key.txt");
  writeFileSync(identity, `${await generateX25519Identity()}\n`, { mode: 0o600 });
  const sealed = `${place.bundle}.age`;
  expect((await place.run(["secrets", "encrypt", "--identity", identity])).code).toBe(0);
  expect([existsSync(place.bundle), existsSync(sealed)]).toEqual([false, true]);
  const without = await place.run(["build"]);
  expect(without.code).toBe(3);
  expect(without.err).toContain("--identity FILE");
  rmSync(place.tree, { recursive: true });
  expect((await place.run(["build", "--identity", identity])).code).toBe(0);
  expect(place.files()).toEqual(clear);
  writeFileSync(
    place.profile,
    lab("  - {name: newcomer, role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.29}\n"),
  );
  expect((await place.run(["build", "--identity", identity])).err).toContain("newcomer");
  expect(existsSync(place.bundle)).toBe(false);
  expect((await place.run(["build", "--identity", identity])).err).toBe("");
});

test("sealing for nobody, for no recipient or for an SSH key is refused, and the bundle stays", async () => {
  place = workplace();
  expect((await place.run(["secrets", "encrypt"])).code).toBe(2);
  expect((await place.run(["secrets", "encrypt", "--recipient", "bob"])).code).toBe(2);
  const key = join(place.folder, "id_ed25519");
  writeFileSync(key, "-----BEGIN OPENSSH PRIVATE KEY-----\nb3Blb\n", { mode: 0o600 });
  const { code, err } = await place.run(["secrets", "encrypt", "--identity", key]);
  expect(code).toBe(3);
  expect(err).toContain(`${key}: error[bundle-sealed]: the identity file holds no age identity`);
  expect(existsSync(place.bundle)).toBe(true);
});

test("a bundle that a link leads to is changed where it lies, and sealing it leaves no clear text there", async () => {
  place = workplace();
  const vault = join(place.folder, "x");
  renameSync(place.bundle, vault);
  symlinkSync(vault, place.bundle);
  expect((await place.run(["secrets", "set", "radio"], { stdin: async () => "correct horse" })).code).toBe(0);
  expect(lstatSync(place.bundle).isSymbolicLink()).toBe(true);
  expect(readFileSync(vault, "utf8")).toContain("correct horse");
  const recipient = await identityToRecipient(await generateX25519Identity());
  expect((await place.run(["secrets", "encrypt", "--recipient", recipient])).code).toBe(0);
  expect(readdirSync(place.folder).sort()).toEqual(["lab.secrets.yaml.age", "lab.yaml", "out", ".gitignore"].sort());
});

test("a secret is asked for where a person types, and stored by Enter; Ctrl-C stores nothing", async () => {
  place = workplace();
  const asked: string[] = [];
  const ask = (answer: string | undefined) => async (question: string) => {
    asked.push(question);
    return answer;
  };
  const given = await place.run(["secrets", "set", "radio"], { ask: ask("correct horse") });
  expect(given).toEqual({ code: 0, err: "", out: `radio: stored in ${place.bundle}\n` });
  expect(asked).toEqual(["value of radio: "]);
  const before = readFileSync(place.bundle, "utf8");
  const { code, out, err } = await place.run(["secrets", "set", "radio"], { ask: ask(undefined) });
  expect([code, out]).toEqual([3, ""]);
  expect(err).toContain('interrupted; "radio" was not stored');
  expect(readFileSync(place.bundle, "utf8")).toBe(before);
});

test("what is typed is edited, ended by Enter, and never shown", async () => {
  const type = async (keys: string) => {
    const [input, output] = [new PassThrough(), new PassThrough()];
    const answer = askUnseen("value of radio: ", input, output);
    input.write(keys);
    return { answer: await answer, shown: String(output.read()) };
  };
  const shown = "value of radio: \n";
  expect(await type("correct horsf\x7fe\rmore")).toEqual({ answer: "correct horse", shown });
  expect(await type("wrong\x15right\n")).toEqual({ answer: "right", shown });
  expect(await type("half\x03")).toEqual({ answer: undefined, shown });
  expect(await type("\x04")).toEqual({ answer: undefined, shown });
});

test("validate says which secret is to be stored before a build, as far as that shows without opening anything", async () => {
  place = workplace(withWifi, false);
  const next = `Before a build: edgegen secrets set radio --profile ${place.profile}\n`;
  expect((await place.run(["validate"])).out).toContain(next);
  expect((await place.run(["validate", "--format", "line"])).out).not.toContain("Before a build");
  await place.run(["secrets", "init"]);
  expect((await place.run(["validate"])).out).toContain(next);
  await place.run(["secrets", "set", "radio"], { stdin: async () => "correct horse" });
  expect((await place.run(["validate"])).out).not.toContain("Before a build");
  rmSync(place.bundle);
  writeFileSync(`${place.bundle}.age`, "sealed");
  expect((await place.run(["validate"])).out).not.toContain("Before a build");
});

test("init succeeds where only a secret is unset, and names the command that sets it", async () => {
  place = workplace(withWifi, false);
  const { code, out, err } = await place.run(["secrets", "init"]);
  expect([code, out]).toEqual([0, `${place.bundle}\n`]);
  expect(err).toContain("warning[secret-missing]");
  expect(err).toContain("edgegen secrets set radio");
});

test("init tells Git of a bundle that is there already", async () => {
  place = workplace();
  await place.run(["secrets", "init"]);
  expect(readFileSync(join(place.folder, ".gitignore"), "utf8")).toContain("*.secrets.yaml");
});

test("two forms of one bundle are never guessed between", async () => {
  place = workplace();
  writeFileSync(`${place.bundle}.age`, "x");
  const { code, err } = await place.run(["build"]);
  expect(code).toBe(3);
  expect(err).toContain("two bundles");
});

test("the kubeconfig is the operator's; the one that bypasses RBAC only when asked for", async () => {
  place = workplace();
  await place.run(["build"]);
  const { out } = await place.run(["kubeconfig"]);
  expect(out).toBe(readFileSync(join(place.tree, "kubeconfig"), "utf8"));
  const breakGlass = (await place.run(["kubeconfig", "--break-glass"])).out;
  expect(breakGlass).toContain("https://10.1.40.22:6443");
  expect(breakGlass).not.toBe(out);
});
