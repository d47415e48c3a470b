import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Answer, cutAfter, file, status, type WebServer, webServer } from "../support/web-server.ts";
import { lab, type Workplace, workplace } from "../support/workplace.ts";

const release = "/k3s/v1.34.8%2Bk3s1";
const hex = (digit: string) => digit.repeat(64);
const sums = `${hex("a")}  k3s-airgap-images-arm64.tar.zst\n${hex("b")}  k3s-arm64\n${hex("c")}  k3s-images.txt\n`;
const ubuntu = "ubuntu-24.04.4-preinstalled-server-arm64+raspi.img.xz";
const manifest = "/v2/rancher/rancher/manifests/v2.13.8";

/** Everything that the lab's profile needs. */
const everything = (): Record<string, Answer | Answer[]> => ({
  [`${release}/sha256sum-arm64.txt`]: file(sums),
  [`${release}/k3s-arm64`]: file("x".repeat(70)),
  [`${release}/k3s-airgap-images-arm64.tar.zst`]: file("x".repeat(200)),
  "/ubuntu/24.04/release/SHA256SUMS": file(
    `${hex("1")} *ubuntu-24.04.4-live-server-amd64.iso\n${hex("2")} *${ubuntu}\n${hex("3")} *${ubuntu.replace(".4-", ".10-")}\n`,
  ),
  [`/ubuntu/24.04/release/${ubuntu.replace(".4-", ".10-").replace("+", "%2B")}`]: file("x".repeat(900)),
  [manifest]: file("{}", { "docker-content-digest": `sha256:${hex("d")}` }),
});

let place: Workplace;
let server: WebServer;
beforeEach(async () => {
  place = workplace();
  server = await webServer(everything());
});
afterEach(async () => {
  place.remove();
  await server.close();
});

const mirrors = () =>
  [
    ["k3s", "/k3s"],
    ["ubuntu", "/ubuntu"],
    ["raspios", "/raspios"],
    ["channels", "/channels"],
    ["registry", ""],
  ].flatMap(([what, path]) => ["--mirror", `${what}=${server.url}${path}`]);
const lock = (more: readonly string[] = []) => place.run(["lock", ...mirrors(), ...more]);
const lockFile = () => join(place.folder, "lab.lock.yaml");
const text = () => readFileSync(lockFile(), "utf8").replaceAll(server.url, "http://mirror");

test("a lock says what everything is: sorted, one fact a line", async () => {
  const ran = await lock();
  expect(ran.err).toBe("");
  expect(ran.code).toBe(0);
  expect(text()).toBe(`# What every download of this cluster must be, to the byte. Written by edgegen lock; commit it.
version: 1
created: 1700000000
k3s:
  v1.34.8+k3s1:
    k3s-airgap-images-arm64.tar.zst:
      url: http://mirror/k3s/v1.34.8%2Bk3s1/k3s-airgap-images-arm64.tar.zst
      size: 200
      sha256: ${hex("a")}
    k3s-arm64:
      url: http://mirror/k3s/v1.34.8%2Bk3s1/k3s-arm64
      size: 70
      sha256: ${hex("b")}
rancher:
  rancher/rancher:v2.13.8: sha256:${hex("d")}
images:
  ubuntu-24.04:
    url: http://mirror/ubuntu/24.04/release/${ubuntu.replace(".4-", ".10-").replace("+", "%2B")}
    size: 900
    sha256: "${hex("3")}"
`);
  expect(ran.out).toContain("  + K3s v1.34.8+k3s1 k3s-arm64: 0.0 MiB, sha256 bbbb");
});

test("a second lock says that nothing has changed, and keeps its time", async () => {
  await lock();
  const before = text();
  const entropy = { bytes: (n: number) => new Uint8Array(n), now: 1_800_000_000 };
  const ran = await place.run(["lock", ...mirrors()], { entropy });
  expect(ran.out).toContain("nothing has changed");
  expect(text()).toBe(before);
});

test("what changed is told with what it was, and raises the time", async () => {
  await lock();
  server.answers.set(manifest, file("{}", { "docker-content-digest": `sha256:${hex("e")}` }));
  const entropy = { bytes: (n: number) => new Uint8Array(n), now: 1_800_000_000 };
  const ran = await place.run(["lock", ...mirrors()], { entropy });
  expect(ran.out).toContain(`  ~ Rancher rancher/rancher:v2.13.8: sha256:${hex("e")}\n      was sha256:${hex("d")}`);
  expect(text()).toContain("created: 1800000000");
});

test("a node more leaves the time of the lock, which is on every card", async () => {
  await lock();
  const amd64 =
    "  - {name: pc1, role: worker, board: generic-amd64, memory: 8GiB, address: 10.1.40.40, interface: enp1s0, os: {image: generic}}\n";
  writeFileSync(place.profile, lab(amd64));
  server.answers.set(`${release}/sha256sum-amd64.txt`, file(`${hex("f")}  k3s\n`));
  server.answers.set(`${release}/k3s`, file("x".repeat(71)));
  const entropy = { bytes: (n: number) => new Uint8Array(n), now: 1_800_000_000 };
  expect((await place.run(["lock", ...mirrors()], { entropy })).out).toContain("+ K3s v1.34.8+k3s1 k3s:");
  expect(text()).toContain("created: 1700000000");
});

test("a newer image of an operating system is told, and no card becomes another one by it", async () => {
  await lock();
  const newer = ubuntu.replace(".4-", ".11-");
  server.answers.set("/ubuntu/24.04/release/SHA256SUMS", file(`${hex("7")} *${newer}\n`));
  server.answers.set(`/ubuntu/24.04/release/${newer.replace("+", "%2B")}`, file("x".repeat(901)));
  const entropy = { bytes: (n: number) => new Uint8Array(n), now: 1_800_000_000 };
  const ran = await place.run(["lock", ...mirrors()], { entropy });
  expect(ran.out).toContain(`  ~ image ubuntu-24.04: ${newer}, 0.0 MiB, sha256 777`);
  expect(ran.out).toContain(`      was ${ubuntu.replace(".4-", ".10-")}, `);
  expect(text()).toContain("created: 1700000000");
});

test("a release that changed under its name is refused, and the lock stays", async () => {
  await lock();
  const before = text();
  server.answers.set(`${release}/sha256sum-arm64.txt`, file(sums.replaceAll("b", "0")));
  const ran = await lock(["--format", "line"]);
  expect(ran.code).toBe(3);
  expect(ran.err).toContain("error[sum-changed]: K3s v1.34.8+k3s1 k3s-arm64 was published with another checksum");
  expect(text()).toBe(before);
});

test("a lock that is half a merge is not used, and not overwritten", async () => {
  writeFileSync(lockFile(), "version: 1\n<<<<<<< ours\ncreated: 1\n=======\ncreated: 2\n>>>>>>> theirs\n");
  const ran = await lock(["--format", "line"]);
  expect(ran.code).toBe(3);
  expect(ran.err).toContain("error[lock-damaged]: the lock cannot be used: it holds both sides of a merge");
  expect(text()).toContain("<<<<<<<");
});

test.each([
  ["version: 2\ncreated: 1\n", "version is not what a lock holds there"],
  [
    "version: 1\ncreated: 1\nk3s: {v1.34.8+k3s1: {k3s-arm64: {url: 'http://a', size: 1, sha256: 12}}}\n",
    "k3s-arm64.sha256",
  ],
  ["version: 1\ncreated: 1\nk3s: {a: b\n", "line "],
])("a lock with %j is told where it is wrong", async (content, where) => {
  writeFileSync(lockFile(), content);
  const { err } = await lock();
  expect(err).toContain("error[lock-damaged]");
  expect(err).toContain(where);
});

test("a channel that moved on is told at the line that names the version", async () => {
  server.answers.set(
    "/channels/stable",
    status(302, { location: "https://github.com/k3s-io/k3s/releases/tag/v1.34.9%2Bk3s1" }),
  );
  writeFileSync(place.profile, lab().replace("nodes:", "k3s: {version: v1.34.8+k3s1}\nnodes:"));
  const ran = await lock(["--channel", "stable", "--format", "line"]);
  expect(ran.code).toBe(1);
  expect(ran.err).toContain(
    ":5:16: error[channel-moved]: the channel stable is at v1.34.9+k3s1, the profile at v1.34.8+k3s1",
  );
  expect(existsSync(lockFile())).toBe(false);
});

test("a channel that the profile follows is locked as usual, an unknown one is told", async () => {
  server.answers.set("/channels/v1.34", status(302, { location: "/tag/v1.34.8+k3s1" }));
  expect((await lock(["--channel", "v1.34"])).code).toBe(0);
  expect((await lock(["--channel", "v9.99"])).err).toContain("knows no channel v9.99");
});

const channelAt = (version: string) =>
  server.answers.set("/channels/v1.34", status(302, { location: `/tag/${encodeURIComponent(version)}` }));

test("the lock remembers a channel, and a later one tells that it moved, without making every card another one", async () => {
  channelAt("v1.34.8+k3s1");
  expect((await lock(["--channel", "v1.34"])).out).toContain("  + channel v1.34: v1.34.8+k3s1\n");
  expect(text()).toContain("created: 1700000000\nchannel:\n  name: v1.34\n  release: v1.34.8+k3s1\nk3s:\n");
  const same = await lock();
  expect(same.out).toContain("  nothing has changed\n");
  expect(same.out).not.toContain("the profile stays");
  channelAt("v1.34.9+k3s1");
  const entropy = { bytes: (n: number) => new Uint8Array(n), now: 1_800_000_000 };
  const moved = await place.run(["lock", ...mirrors()], { entropy });
  expect(moved.code).toBe(0);
  expect(moved.out).toContain("  ~ channel v1.34: v1.34.9+k3s1\n      was v1.34.8+k3s1\n");
  const behind =
    "the profile stays at v1.34.8+k3s1: to follow, write version: v1.34.9+k3s1 under k3s there, and lock again\n";
  expect(moved.out).toContain(behind);
  expect(text()).toContain("created: 1700000000\nchannel:\n  name: v1.34\n  release: v1.34.9+k3s1\n");
  expect((await lock()).out).toContain(`  nothing has changed\n  ${behind}`);
});

test("another channel takes the place of the one before", async () => {
  channelAt("v1.34.8+k3s1");
  server.answers.set("/channels/stable", status(302, { location: "/tag/v1.34.8%2Bk3s1" }));
  await lock(["--channel", "v1.34"]);
  const { out } = await lock(["--channel", "stable"]);
  expect(out).toContain("  + channel stable: v1.34.8+k3s1\n  - channel v1.34\n");
  expect(text()).not.toContain("name: v1.34\n");
});

test("a version that was never published is told as that", async () => {
  server.answers.delete(`${release}/sha256sum-arm64.txt`);
  const ran = await lock(["--format", "line"]);
  expect(ran.code).toBe(3);
  expect(ran.err).toMatch(
    /error\[download-failed\]: there is no http:.*sha256sum-arm64.txt: is v1.34.8\+k3s1 a published release\?/,
  );
  expect(existsSync(lockFile())).toBe(false);
});

test("a mirror without the images is a mirror all the same", async () => {
  server.answers.delete(`${release}/k3s-airgap-images-arm64.tar.zst`);
  expect((await lock()).code).toBe(0);
  expect(text()).not.toContain("airgap");
});

test("a log-in page is not a sum file", async () => {
  server.answers.set(`${release}/sha256sum-arm64.txt`, file("<html>Please accept our terms</html>"));
  expect((await lock()).err).toContain("is this a K3s mirror, or a log-in page?");
});

test("what passes by itself is tried again, and said", async () => {
  const page = Buffer.from(sums);
  server.answers.set(`${release}/sha256sum-arm64.txt`, [status(500), cutAfter(page, 10), status(429), file(page)]);
  const ran = await lock();
  expect(ran.code).toBe(0);
  expect(ran.err).toMatch(
    /answers 500; again in 1 s\n.*the connection was cut; again in 2 s\n.*refuses for now \(429\); again in 4 s\n/,
  );
});

test("a server that is broken for good ends it", async () => {
  server.answers.set(`${release}/sha256sum-arm64.txt`, status(500));
  const ran = await lock();
  expect(ran.code).toBe(3);
  expect(server.asked.filter(({ path }) => path.endsWith("sha256sum-arm64.txt"))).toHaveLength(5);
});

test("redirects are followed, but not for ever", async () => {
  const at = `${release}/sha256sum-arm64.txt`;
  server.answers.set(at, status(302, { location: "/elsewhere" }));
  server.answers.set("/elsewhere", file(sums));
  expect((await lock()).code).toBe(0);
  server.answers.set("/elsewhere", status(302, { location: at }));
  expect((await lock()).err).toContain("redirects for ever");
});

test("a registry that wants a token is given one, and the token goes nowhere else", async () => {
  const digest = { "docker-content-digest": `sha256:${hex("d")}` };
  const challenge = `Bearer realm="${server.url}/token",service="registry",scope="repository:rancher/rancher:pull"`;
  server.answers.set(manifest, (request, response) =>
    request.headers.authorization === "Bearer opensesame"
      ? file("{}", digest)(request, response)
      : status(401, { "www-authenticate": challenge })(request, response),
  );
  server.answers.set(
    "/token?service=registry&scope=repository%3Arancher%2Francher%3Apull",
    file('{"token":"opensesame"}'),
  );
  expect((await lock()).code).toBe(0);
  expect(server.asked.filter(({ headers }) => headers.authorization).map(({ path }) => path)).toEqual([manifest]);
});

test("Raspberry Pi OS is the image behind its maker's latest, while that is trixie", async () => {
  const image = "/raspios/images/2026-10-02-raspios-trixie-arm64-lite.img.xz";
  server.answers.set("/raspios/raspios_lite_arm64_latest", status(302, { location: image }));
  server.answers.set(image, file("x".repeat(500)));
  server.answers.set(`${image}.sha256`, file(`${hex("9")}  2026-10-02-raspios-trixie-arm64-lite.img.xz\n`));
  const profile = lab()
    .replace("ubuntu-24.04", "raspios-trixie")
    .replace(/.*role: rancher.*\n/, "");
  writeFileSync(place.profile, profile);
  expect((await lock()).err).toBe("");
  expect(text()).toContain(
    `  raspios-trixie:\n    url: http://mirror${image}\n    size: 500\n    sha256: "${hex("9")}"`,
  );
  server.answers.set("/raspios/raspios_lite_arm64_latest", status(302, { location: image.replace("trixie", "forky") }));
  server.answers.set(image.replace("trixie", "forky"), file("x"));
  expect((await lock()).err).toContain("and no longer trixie");
});

test("Ctrl-C leaves no lock", async () => {
  server.answers.set(manifest, () => undefined);
  const ran = await place.run(["lock", ...mirrors()], { interrupted: () => true });
  expect(ran.code).toBe(3);
  expect(ran.err).toContain("error[interrupted]");
  expect(existsSync(lockFile())).toBe(false);
});

test.each([
  ["nonsense", "Write WHAT=URL"],
  ["disk=http://a", "WHAT is one of k3s, channels"],
  ["k3s=ftp://a/b", "An http or https URL"],
  ["k3s=http://user:secret@a/b", "without user"],
])("--mirror %s is wrong usage", async (value, message) => {
  const ran = await place.run(["lock", "--mirror", value]);
  expect(ran.code).toBe(2);
  expect(ran.err).toContain(message);
});

test("a lock is no profile", async () => {
  await lock();
  const asked = await place.run(["validate", "--profile", lockFile(), "--format", "line"]);
  expect(asked.out).toContain("error[not-a-profile]: this is the lock of a cluster, not its profile");
  const missing = await place.run(["validate", "--profile", join(place.folder, "labb.yaml")]);
  expect(missing.err).toContain("there is: lab\n");
});
