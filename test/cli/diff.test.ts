import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { formsOf, pemForms } from "../../src/boot/secret-forms.ts";
import { hostKey, sshPrivateKey } from "../../src/credentials/ssh-key.ts";
import type { Bundle } from "../../src/model/bundle.ts";
import { readCluster } from "../../src/pipeline.ts";
import { printBundle } from "../../src/trust/print.ts";
import { provision } from "../../src/trust/provision.ts";
import { readBundle } from "../../src/trust/read.ts";
import { testIo } from "../support/test-io.ts";
import { lab, type Workplace, workplace } from "../support/workplace.ts";

let place: Workplace;
afterEach(() => place.remove());

const change = (edit: (profile: string) => string) =>
  writeFileSync(place.profile, edit(readFileSync(place.profile, "utf8")));

const everything = () => [...place.files(), readFileSync(place.bundle, "utf8"), readdirSync(place.folder)];

test("where nothing differs nothing is said", async () => {
  place = workplace();
  await place.run(["build"]);
  expect(await place.run(["diff"])).toEqual({ code: 0, out: "", err: "" });
});

test("what changes is shown once for all cards on which it is the same, with what is to be done", async () => {
  place = workplace();
  await place.run(["build"]);
  const before = everything();
  change((text) =>
    text
      .replace("image: ubuntu-24.04", "image: ubuntu-24.04, timezone: Asia/Kolkata")
      .replace("role: worker,", "role: worker, labels: {disk: ssd},"),
  );
  const { code, out, err } = await place.run(["diff"]);
  expect([code, err]).toEqual([1, ""]);
  expect(out).toContain("dcn0, the same on dcn1, dcn2\n--- boot/user-data\n+++ boot/user-data\n@@ ");
  expect(out).toContain("\n-timezone: UTC\n+timezone: Asia/Kolkata\n");
  expect(out).toContain("\ndcn2\n--- /etc/rancher/k3s/config.yaml\n+++ /etc/rancher/k3s/config.yaml\n");
  expect(out).toContain("\n+  - disk=ssd\n");
  expect(out.match(/^--- /gm)).toHaveLength(2);
  expect(out).toMatch(/\nto apply again: dcn0, dcn1, dcn2\n$/);
  expect(everything()).toEqual(before);
});

test("--stat counts lines, --name-only names files, --node asks about one card", async () => {
  place = workplace();
  await place.run(["build"]);
  change((text) =>
    text
      .replace("[10.1.40.1]", "[10.1.40.1], search: [lab.example.org]")
      .replace("dcn2, role: worker, board: pi-4b", "dcn2, role: worker, board: pi-5"),
  );
  expect((await place.run(["diff", "--stat"])).out.split("\n")).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^boot\/network-config: \+\d -\d \(dcn0, the same on dcn1, dcn2\)$/),
      "README.txt: +1 -1 (on this computer)",
      "to apply again: dcn0, dcn1, dcn2",
      "for this computer: README.txt",
    ]),
  );
  const names = await place.run(["diff", "--name-only"]);
  expect(names.code).toBe(1);
  expect(names.out.split("\n")).toEqual(
    expect.arrayContaining(["dcn1:boot/network-config", "dcn2:/etc/rancher/k3s/config.yaml", "README.txt"]),
  );
  expect(names.out).not.toContain("to apply");
  const one = await place.run(["diff", "--node", "dcn1", "--name-only"]);
  expect(one.out).toBe("dcn1:boot/network-config\n");
  expect((await place.run(["diff", "--node", "dcn1", "--stat"])).out).toMatch(/\(dcn1\)\nto apply again: dcn1\n$/);
  expect((await place.run(["diff", "--node", "dcn9"])).code).toBe(2);
  expect((await place.run(["diff", "--stat", "--name-only"])).code).toBe(2);
  expect((await place.run(["diff", "--out", ""])).code).toBe(3);
});

test("nodes that come and go are told, and no secret is made for them", async () => {
  place = workplace();
  await place.run(["build"]);
  const before = everything();
  change(
    (text) =>
      `${text.replace(/ {2}- \{name: dcn2.*\n/, "")}  - {name: new1, role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.29}\n`,
  );
  const { code, out, err } = await place.run(["diff"]);
  expect([code, err]).toEqual([1, ""]);
  expect(out).toContain("\n+new1,10.1.40.29 ssh-ed25519 MADE-BY-BUILD\n");
  expect(out).toContain("\nto flash, new: new1\nno longer in the profile: dcn2\nnothing to do: dcn0, dcn1\n");
  expect(out).toContain("\nfor this computer: README.txt, known_hosts, ssh_config\n");
  expect(out).not.toContain("boot/user-data");
  expect((await place.run(["diff"])).out).toBe(out);
  expect(everything()).toEqual(before);
});

test("another image or role means flashing, and a tree that is not there that all is new", async () => {
  place = workplace(lab(), false);
  const first = await place.run(["diff"]);
  expect(first).toEqual({ code: 1, err: "", out: "to flash, new: dcn0, dcn1, dcn2\n" });
  expect(existsSync(place.bundle)).toBe(false);
  await place.run(["build"]);
  change((text) => text.replace("ubuntu-24.04", "ubuntu-26.04").replace("8GiB", "8GiB, os: {image: ubuntu-24.04}"));
  expect((await place.run(["diff", "--stat"])).out).toContain("\nto flash again, with another image: dcn1, dcn2\n");
  change(() =>
    lab()
      .replace("dcn1, role: control-plane", "x, role: worker")
      .replace("dcn2, role: worker", "dcn2, role: control-plane")
      .replace("name: x", "name: dcn1"),
  );
  expect((await place.run(["diff", "--stat"])).out).toContain("\nto flash again, with another role: dcn1, dcn2\n");
});

test("what somebody did to the tree is told, and nothing is shown of what is not understood", async () => {
  place = workplace();
  await place.run(["build"]);
  const at = (path: string) => join(place.tree, path);
  const userData = readFileSync(at("dcn2/boot/user-data"), "utf8");
  writeFileSync(at("dcn0/boot/notes.txt"), "hunter2\n");
  writeFileSync(at("dcn0.tar"), "x");
  writeFileSync(at("dcn1/cmdline.append"), "init=/bin/sh\n");
  writeFileSync(at("dcn2/boot/user-data"), userData.replaceAll("\n", "\r\n"));
  chmodSync(at("kubeconfig"), 0o644);
  rmSync(at("README.txt"));
  const { code, out } = await place.run(["diff"]);
  expect(code).toBe(1);
  expect(out).toContain("dcn0\nboot/notes.txt: edgegen did not write it, and a build leaves it there\n");
  expect(out).not.toContain("hunter2");
  expect(out).toContain("\n-init=/bin/sh\n");
  expect(out).toContain("dcn2\nboot/user-data: was edited in out/, and cannot be compared\n");
  expect(out).toContain("on this computer\nkubeconfig: mode 0600, now 0644\n");
  expect(out).toContain("on this computer\nREADME.txt: is not there\n");
  expect(out).toContain("\nother than built in out/, not as a card: dcn0, dcn1, dcn2\n");
  writeFileSync(
    at("dcn2/boot/user-data"),
    userData.replace(/^- path: \/etc\/rancher\/node\/password$/m, "-  path: /etc/rancher/node/password"),
  );
  const reindented = (await place.run(["diff", "--node", "dcn2"])).out;
  expect(reindented).not.toMatch(/[0-9a-f]{32}/);
  rmSync(at("dcn0/boot/notes.txt"));
  expect((await place.run(["diff", "--node", "dcn0"])).out).toMatch(/^dcn0\ntar: \d+ bytes, other ones than now\n/);
});

test("a build that was cut is to be finished first, a tree of somebody else is not looked at", async () => {
  place = workplace();
  await place.run(["build"]);
  rmSync(join(place.tree, "manifest.json"));
  const { code, out, err } = await place.run(["diff"]);
  expect([code, out]).toEqual([3, ""]);
  expect(err).toContain("error[foreign-folder]");
});

test("another edgegen that makes the same cards is told, since a build would write its name", async () => {
  place = workplace();
  await place.run(["build"]);
  const { code, out } = await place.run(["diff"], { generator: "another" });
  expect(code).toBe(1);
  expect(out).toMatch(/^on this computer\n--- manifest.json\n/);
  expect(out).toContain("nothing to do: dcn0, dcn1, dcn2\n");
});

test("a secret that was exchanged shows as another, and as nothing else", async () => {
  place = workplace();
  await place.run(["build"]);
  const old = readBundle(readFileSync(place.bundle, "utf8"), "bundle").value?.k3s.agentSecret;
  await place.run(["secrets", "rotate", "--what", "agent-token"]);
  const { out } = await place.run(["diff"]);
  expect(out).toContain("\n-agent-token: SECRET-2\n+agent-token: SECRET-3\n");
  expect(out).toContain("\n-token: SECRET-1\n+token: SECRET-2\n");
  expect(out).toContain("\nto apply again: dcn1, dcn2\nnothing to do: dcn0\n");
  expect(old).toMatch(/^[0-9a-z]{40,}$/);
  expect(out).not.toContain(old);
});

const withSecrets = `version: 1
cluster: lab
os: {image: ubuntu-24.04}
network: {subnet: 10.1.40.0/24, gateway: 10.1.40.1, interface: wlan0, wifi: {ssid: Lab, password: {secret: wifi}, country: DE}}
k3s:
  registries:
    mirrors: {"docker.io": {endpoint: ["https://registry.lab.example.org"], rewrite: {"^x": {secret: odd}}}}
    configs: {"registry.lab.example.org": {auth: {username: edge, password: {secret: wifi}}, tls: {ca_file: {secret: odd}}}}
nodes:
  - {name: dcn0, role: rancher, board: pi-4b, memory: 8GiB, address: 10.1.40.21, interface: eth0}
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - {name: dcn2, role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.23}
`;

/** Every secret of a bundle in every form in which a card may have it. */
function formsIn({ k3s, rancher, nodes, userSecrets, operatorSsh, ...rest }: Bundle): readonly string[] {
  const keys = [
    k3s.serverCa,
    k3s.clientCa,
    k3s.requestHeaderCa,
    k3s.etcdServerCa,
    k3s.etcdPeerCa,
    rest.operator,
    rest.breakGlass,
  ];
  const pems = [...keys, rancher?.ca, rancher?.certificate].map((pair) => pair?.key ?? "");
  const hosts = [...nodes].map(([name, trust]) => sshPrivateKey(hostKey(trust), name));
  const texts = [
    k3s.serverSecret,
    k3s.agentSecret,
    rancher?.bootstrapPassword,
    rancher?.defaultToken,
    rancher?.systemToken,
  ];
  const passwords = [...nodes.values()].map(({ nodePassword }) => nodePassword);
  return [
    ...[...pems, ...hosts, k3s.serviceKey, operatorSsh?.privateKey ?? ""].flatMap(pemForms),
    ...[...texts, ...passwords, ...userSecrets.values()].flatMap((text) => formsOf(text ?? "")),
  ].filter((form) => form !== "");
}

test("when every secret is another and every text changes, no form of any of them is shown", async () => {
  place = workplace(withSecrets);
  const secrets = (wifi: string, odd: string) =>
    new Map([
      ["wifi", wifi],
      ["odd", odd],
    ]);
  const given = readBundle(readFileSync(place.bundle, "utf8"), "bundle").value as Bundle;
  const before: Bundle = { ...given, userSecrets: secrets("correct horse battery", "a1 plain sentence") };
  writeFileSync(place.bundle, printBundle(before));
  expect(await place.run(["build"])).toMatchObject({ code: 0 });
  change((text) =>
    text
      .replaceAll("10.1.40", "10.1.41")
      .replaceAll("lab.example.org", "lab.example.net")
      .replace("ssid: Lab", "ssid: Other"),
  );
  const { cluster } = await readCluster(testIo().host, place.profile);
  if (!cluster) throw new Error("the profile is wrong");
  const made = (await provision(cluster, undefined, testIo().entropy)).value?.bundle as Bundle;
  const userSecrets = secrets("another staple gun!", 'a "second" sentence: yes');
  const after: Bundle = { ...made, test: true, root: before.root, created: before.created, userSecrets };
  writeFileSync(place.bundle, printBundle(after));
  const { code, out, err } = await place.run(["diff"]);
  expect({ code, err }).toEqual({ code: 1, err: "" });
  const forms = [...formsIn(before), ...formsIn(after)];
  expect(forms.length).toBeGreaterThan(150);
  expect(forms.filter((form) => out.includes(form))).toEqual([]);
  for (const shown of [
    "lab.example.net",
    "10.1.41.22",
    "token: SECRET-",
    "Other",
    "/etc/rancher/node/password: another secret",
  ])
    expect(out).toContain(shown);
});
