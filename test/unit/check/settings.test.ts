import { expect, test } from "vitest";
import { controlPlane, expectFaults, good, head, rancher, worker } from "../support/front-end.ts";

const nodes = (...lines: string[]) => `${head}nodes:\n${lines.join("")}`;
const managed = nodes(rancher, controlPlane, worker);

test("ssh-key-malformed: at the key, or at the file that holds it", async () => {
  await expectFaults(`${good}access: {ssh_authorized_keys: [«ssh-ed25519 AAAA»]}\n`, ["ssh-key-malformed"]);
  const files = { id_ed25519: "-----BEGIN OPENSSH PRIVATE KEY-----\nxyz\n" };
  const [found] = await expectFaults(
    `${good}access: {ssh_authorized_keys: [«{file: id_ed25519}»]}\n`,
    ["ssh-key-malformed"],
    files,
  );
  expect(found?.message).toBe("this is a private key");
});

test("ssh-key-malformed: a private key in a block of the profile is called that", async () => {
  const key = "«|\n    -----BEGIN OPENSSH PRIVATE KEY-----\n    xyz\n»";
  const [found] = await expectFaults(`${good}access:\n  ssh_authorized_keys:\n  - ${key}`, ["ssh-key-malformed"]);
  expect(found?.message).toBe("this is a private key");
});

test("user-pi: only on Raspberry Pi OS", async () => {
  await expectFaults(`${good}access: {user: «pi»}\nos: {image: raspios-trixie}\n`, ["user-pi"]);
  await expectFaults(`${good}access: {user: pi}\n`, []);
});

test.each(["root", "docker", "www-data"])("user-reserved: %s", async (user) => {
  await expectFaults(`${good}access: {user: «${user}»}\n`, ["user-reserved"]);
});

test("no-root: a warning where sudo would ask for a password that does not exist", async () => {
  const [found] = await expectFaults(`${good}access: {passwordless_sudo: «false»}\n`, ["no-root"]);
  expect(found?.severity).toBe("warning");
  await expectFaults(`${good}access: {passwordless_sudo: true}\n`, []);
});

test("timezone-unknown: a warning for a name of the right form that nobody knows", async () => {
  const [found] = await expectFaults(`${good}os: {timezone: «Asia/Kolkatta»}\n`, ["timezone-unknown"]);
  expect(found?.severity).toBe("warning");
  expect(found?.suggestion?.text).toBe("Asia/Kolkata");
  await expectFaults(`${good}os: {timezone: Asia/Kolkata}\n`, []);
});

test.each([
  ["Asia/Mumbai", "Asia/Kolkata"],
  ["America/San_Francisco", "America/Los_Angeles"],
  ["Europe/Belin", "Europe/Berlin"],
  ["America/NewYork", "America/New_York"],
  ["Mars/Olympus", undefined],
])("timezone-unknown: %s is %s", async (written, meant) => {
  const [found] = await expectFaults(`${good}os: {timezone: «${written}»}\n`, ["timezone-unknown"]);
  expect(found?.suggestion?.text).toBe(meant);
});

test.each([
  ["v1.34.8", "v1.34.8+k3s1"],
  ["1.34.8+k3s1", "v1.34.8+k3s1"],
  ["v1.34.8-k3s1", "v1.34.8+k3s1"],
  ["stable", undefined],
  ["v1.34", undefined],
])("bad-version: %s is no K3s release", async (version, suggestion) => {
  const [found] = await expectFaults(`${good}k3s: {version: «${version}»}\n`, ["bad-version"]);
  expect(found?.suggestion?.text).toBe(suggestion);
});

test("bad-version: nor is latest a Rancher release, and nothing else is said of it", async () => {
  await expectFaults(`${managed}rancher: {version: «latest»}\n`, ["bad-version"]);
});

test("rancher-k3s-mismatch: outside the three minor versions that Rancher manages", async () => {
  const [found] = await expectFaults(`${managed}k3s: {version: «v1.35.5+k3s1»}\n`, ["rancher-k3s-mismatch"]);
  expect(found?.notes[0]?.message).toContain("manages v1.32 to v1.34");
  await expectFaults(`${managed}k3s: {version: «v1.31.9+k3s1»}\nrancher: {version: v2.13.8}\n`, [
    "rancher-k3s-mismatch",
  ]);
  await expectFaults(
    `${managed}rancher: {version: «v2.15.0»}\nk3s: {version: v1.35.5+k3s1}\n`.replace(/[«»]/g, ""),
    [],
  );
  await expectFaults(`${managed}rancher: {version: «v2.12.12»}\n`, ["rancher-k3s-mismatch"]);
});

test("rancher-version-unknown: a warning for what came after the table", async () => {
  const [found] = await expectFaults(`${managed}rancher: {version: «v2.99.0»}\n`, ["rancher-version-unknown"]);
  expect(found?.severity).toBe("warning");
});

test("k3s-version-unknown: a warning for what a guide of long ago names, and for a slip", async () => {
  const [old] = await expectFaults(`${good}k3s: {version: «v1.21.5+k3s2»}\n`, ["k3s-version-unknown"]);
  expect(old?.message).toBe("K3s v1.21 gets no updates any more, and edgegen was not made for it");
  const [far] = await expectFaults(`${good}k3s: {version: «v1.348.0+k3s1»}\n`, ["k3s-version-unknown"]);
  expect(far?.message).toBe("edgegen does not know K3s v1.348");
  await expectFaults(`${managed}k3s: {version: «v1.21.5+k3s2»}\n`, ["rancher-k3s-mismatch"]);
});

test("rancher-kernel: the image of the Rancher node counts, not that of others", async () => {
  const pios = rancher.replace("}", ", os: {image: «raspios-trixie»}}");
  const [found] = await expectFaults(nodes(pios, controlPlane, worker), ["rancher-kernel"]);
  expect(found?.notes.map(({ message }) => message)).toEqual([
    'at "dcn0", write `os: {image: ubuntu-24.04}`',
    "or `rancher: {version: v2.15.0}`",
  ]);
  const old = `${nodes(pios, controlPlane)}k3s: {version: v1.33.0+k3s1}\n`;
  const [withOld] = await expectFaults(old, ["rancher-kernel"]);
  expect(withOld?.notes[1]?.message).toMatch(/ with K3s v1.34 to v1.36 as `k3s: {version: ...}`$/);
  await expectFaults(`${nodes(pios.replace(/[«»]/g, ""), controlPlane)}rancher: {version: v2.15.0}\n`, []);
  await expectFaults(nodes(rancher, controlPlane, worker.replace("}", ", os: {image: raspios-trixie}}")), []);
});

test("k3s-version-skew: a worker is never newer than its control plane, nor four minor versions older", async () => {
  const at = (version: string) => nodes(controlPlane, worker.replace("}", `, k3s: {version: ${version}}}`));
  await expectFaults(at("«v1.35.0+k3s1»"), ["k3s-version-skew"]);
  await expectFaults(`${at("«v1.31.0+k3s1»")}k3s: {version: v1.35.0+k3s1}\n`, ["k3s-version-skew"]);
  await expectFaults(at("v1.33.0+k3s1"), []);
});

test("owned-key: at the key, also with a + behind, with what to do instead", async () => {
  const [found] = await expectFaults(`${good}k3s: {config: {«node-label+»: [a=b], «t»: x}}\n`, [
    "owned-key",
    "owned-key",
  ]);
  expect(found?.notes[0]?.message).toContain("labels");
});

test("server-key-on-worker: only where it is said for workers", async () => {
  const config = "k3s: {config: {«disable-network-policy»: true}}";
  await expectFaults(`${good}roles: {worker: {${config}}}\n`, ["server-key-on-worker"]);
  await expectFaults(`${good}roles: {control-plane: {${config.replace(/[«»]/g, "")}}}\n`, []);
});

test("k3s-key-unknown: a warning", async () => {
  const [found] = await expectFaults(`${good}k3s: {config: {«kubelet-args»: [a=b]}}\n`, ["k3s-key-unknown"]);
  expect(found?.severity).toBe("warning");
});

test.each([
  ["{«-a»: x}", ["bad-label"]],
  ["{a: «x y»}", ["bad-label"]],
  ["{«node-role.kubernetes.io/worker»: x}", ["bad-label"]],
  ["{«k8s.io/x»: y}", ["bad-label"]],
  ['{a: "", example.org/rack: r-1, topology.kubernetes.io/zone: z, node.kubernetes.io/x: y}', []],
])("bad-label: %s", async (labels, codes) => {
  await expectFaults(`${good}roles: {worker: {labels: ${labels}}}\n`, codes);
});

test.each([
  ["[«key=value»]", ["bad-taint"]],
  ["[«a=b:NoExec»]", ["bad-taint"]],
  ["[«a=b=c:NoSchedule»]", ["bad-taint"]],
  ["[a=b:NoSchedule, «a=c:NoSchedule»]", ["bad-taint"]],
  ["[a=b:NoSchedule, a=b:NoExecute, c:PreferNoSchedule]", []],
])("bad-taint: %s", async (taints, codes) => {
  await expectFaults(`${good}roles: {worker: {taints: ${taints}}}\n`, codes);
});

test("bad-taint: an effect in the wrong case gets the right one", async () => {
  const [found] = await expectFaults(`${good}roles: {worker: {taints: [«a=b:noschedule»]}}\n`, ["bad-taint"]);
  expect(found?.suggestion?.text).toBe("a=b:NoSchedule");
});

test.each([
  ["a name that K3s cannot use", "«My_App.yaml»", ["bad-manifest"]],
  ["an ending that K3s passes over", "«app.txt»", ["bad-manifest"]],
  ["one of K3s's own", "«coredns.yaml»", ["bad-manifest"]],
  ["one that edgegen uses", "«edgegen-admins.yaml»", ["bad-manifest"]],
  ["two that K3s takes for one", "app.yaml, «app.prod.yaml»", ["bad-manifest"]],
  ["good ones", "app.yaml, app2.json", []],
])("bad-manifest: %s", async (_title, list, codes) => {
  const names = list.replace(/[«»]/g, "").split(", ");
  const files = Object.fromEntries(names.map((name) => [name, '{"apiVersion": "v1", "kind": "List"}']));
  await expectFaults(`${good}k3s: {manifests: [${list}]}\n`, codes, files);
});
