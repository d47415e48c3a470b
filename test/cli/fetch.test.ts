import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer, request as httpRequest, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { printLock } from "../../src/lock/print.ts";
import { type Answer, breakOff, cutAfter, file, status, type WebServer, webServer } from "../support/web-server.ts";
import { type Workplace, workplace } from "../support/workplace.ts";

const profile = `version: 1
cluster: lab
os: {image: ubuntu-24.04}
network: {subnet: 10.1.40.0/24, gateway: 10.1.40.1, nameservers: [10.1.40.1]}
nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
`;

/** Bytes of which no piece is like another, so that one put in the wrong place shows. */
const bytes = (seed: string, length: number) =>
  Buffer.concat(
    Array.from({ length: Math.ceil(length / 32) }, (_, at) => createHash("sha256").update(`${seed} ${at}`).digest()),
  ).subarray(0, length);
const sum = (data: Uint8Array) => createHash("sha256").update(data).digest("hex");

const binary = bytes("k3s", 300_000);
const airgap = bytes("images", 500_000);
const image = bytes("ubuntu", 700_000);
const path = "/k3s/v1.34.8%2Bk3s1/k3s-arm64";

let place: Workplace;
let server: WebServer;
beforeEach(async () => {
  place = workplace(profile);
  server = await webServer({
    [path]: file(binary),
    "/k3s/v1.34.8%2Bk3s1/k3s-airgap-images-arm64.tar.zst": file(airgap),
    "/ubuntu/ubuntu.img.xz": file(image),
  });
  writeLock();
});
afterEach(async () => {
  place.remove();
  await server.close();
});

const pin = (url: string, data: Uint8Array) => ({ url: server.url + url, size: data.length, sha256: sum(data) });

function writeLock(): void {
  const release = new Map([
    ["k3s-arm64", pin(path, binary)],
    ["k3s-airgap-images-arm64.tar.zst", pin("/k3s/v1.34.8%2Bk3s1/k3s-airgap-images-arm64.tar.zst", airgap)],
  ]);
  const lock = {
    created: 1_700_000_000,
    k3s: new Map([["v1.34.8+k3s1", release]]),
    rancher: new Map(),
    images: new Map([["ubuntu-24.04", pin("/ubuntu/ubuntu.img.xz", image)] as const]),
  };
  writeFileSync(join(place.folder, "lab.lock.yaml"), printLock(lock));
}

const cache = () => join(place.folder, "cache");
const cached = (data: Uint8Array) => join(cache(), "sha256", sum(data));
const fetch = (more: readonly string[] = [], io = {}) =>
  place.run(["fetch", "--cache", cache(), "--format", "line", ...more], io);
const fetchK3s = (io = {}) => fetch(["--only", "k3s"], io);
const ranges = () => server.asked.filter((each) => each.path === path).map(({ headers }) => headers.range);
const leaveBehind = (data: Uint8Array) => {
  mkdirSync(join(cache(), "sha256"), { recursive: true });
  writeFileSync(`${cached(binary)}.part`, data);
};

test("everything that the lock names comes, once", async () => {
  const first = await fetch();
  expect(first.code).toBe(0);
  expect(readdirSync(join(cache(), "sha256")).sort()).toEqual([binary, airgap, image].map(sum).sort());
  expect(readFileSync(cached(image)).equals(image)).toBe(true);
  expect(first.out).toContain(`${cached(binary)}  K3s v1.34.8+k3s1 k3s-arm64\n`);
  expect(first.err).toContain("K3s v1.34.8+k3s1 k3s-arm64: 0.3 MiB, checked");
  const count = server.asked.length;
  expect((await fetch()).out).toBe(first.out);
  expect(server.asked).toHaveLength(count);
});

test("a download that is cut again and again goes on from where it was, as long as it comes further", async () => {
  const cuts = Array.from({ length: 8 }, () => cutRange);
  server.answers.set(path, [...cuts, file(binary)]);
  const ran = await fetchK3s();
  expect(ran.code).toBe(0);
  expect(readFileSync(cached(binary)).equals(binary)).toBe(true);
  const from = ranges().map((range) => Number(/\d+/.exec(range ?? "0")?.[0]));
  expect(from).toEqual(from.toSorted((a, b) => a - b));
  expect(from.at(-1)).toBeGreaterThan(100_000);
});

/** 30,000 bytes of what was asked for, though all of it was promised. */
const cutRange: Answer = ({ headers }, response) => {
  const from = Number(/\d+/.exec(headers.range ?? "0")?.[0]);
  const place = { "content-range": `bytes ${from}-${binary.length - 1}/${binary.length}` };
  response.writeHead(from > 0 ? 206 : 200, { "content-length": binary.length - from, ...place });
  response.write(binary.subarray(from, from + 30_000), () => breakOff(response));
};

test("a server that always cuts at the same place is given up, and what came stays for the next run", async () => {
  server.answers.set(path, cutAfter(binary, 50_000));
  const ran = await fetchK3s();
  expect(ran.code).toBe(3);
  expect(ran.err).toContain("K3s v1.34.8+k3s1 k3s-arm64: error[download-failed]: ");
  expect(existsSync(cached(binary))).toBe(false);
  const { size } = statSync(`${cached(binary)}.part`);
  expect(size).toBeGreaterThan(0);
  expect(size).toBeLessThanOrEqual(50_000);
  server.answers.set(path, file(binary));
  expect((await fetchK3s()).code).toBe(0);
  expect(ranges().at(-1)).toBe(`bytes=${size}-`);
});

test("the others come though one cannot be had", async () => {
  server.answers.set(path, status(404));
  expect((await fetchK3s()).code).toBe(3);
  expect(existsSync(cached(airgap))).toBe(true);
});

test.each([
  ["wrong content of the right length", () => file(bytes("other", binary.length)), "wrong checksum: http"],
  [
    "a log-in page",
    () => file("<html>terms</html>"),
    "has 18 bytes, the lock says 300000: another file, or a log-in page",
  ],
  ["a longer file", () => file(Buffer.concat([binary, binary])), "has 600000 bytes, the lock says 300000"],
])("%s is named, deleted and not used", async (_name, answer, message) => {
  server.answers.set(path, answer());
  const ran = await fetchK3s();
  expect(ran.code).toBe(3);
  expect(ran.err).toContain("K3s v1.34.8+k3s1 k3s-arm64: error[wrong-content]: ");
  expect(ran.err).toContain(message);
  expect(readdirSync(join(cache(), "sha256"))).toEqual([sum(airgap)]);
  expect(ranges()).toHaveLength(1);
});

test("an answer without a length that does not end is cut off", async () => {
  server.answers.set(path, (_request, response) => {
    response.writeHead(200);
    const more = () => response.write(binary, (error) => error || setImmediate(more));
    more();
  });
  expect((await fetchK3s()).err).toContain("has more than the 300000 bytes that the lock says");
});

test("what an earlier run left of it is damaged: it is had anew", async () => {
  leaveBehind(Buffer.alloc(1000, "x"));
  const ran = await fetchK3s();
  expect(ran.code).toBe(0);
  expect(ran.err).toContain("what an earlier attempt left of it is wrong; starting anew");
  expect(ranges()).toEqual(["bytes=1000-", undefined]);
});

test("what an earlier run left is complete, or longer than the file", async () => {
  leaveBehind(binary);
  expect((await fetchK3s()).code).toBe(0);
  expect(ranges()).toEqual([]);
  leaveBehind(Buffer.concat([binary, binary]));
  writeFileSync(cached(binary), "rot");
  expect((await fetchK3s()).err).toContain("what was in the cache is damaged; deleted");
  expect(ranges()).toEqual([undefined]);
  expect(readFileSync(cached(binary)).equals(binary)).toBe(true);
});

test("a server that ignores Range sends it all again", async () => {
  leaveBehind(binary.subarray(0, 1000));
  server.answers.set(path, (_request, response) => void response.writeHead(200).end(binary));
  expect((await fetchK3s()).code).toBe(0);
  expect(readFileSync(cached(binary)).equals(binary)).toBe(true);
});

test("a server that sends another part than it was asked for is not believed", async () => {
  leaveBehind(binary.subarray(0, 1000));
  const other = { "content-range": `bytes 0-${binary.length - 1}/${binary.length}` };
  server.answers.set(path, [(_request, response) => void response.writeHead(206, other).end(binary), file(binary)]);
  const ran = await fetchK3s();
  expect(ran.err).toContain("sends another part than it was asked for; starting anew");
  expect(ran.code).toBe(0);
  expect(ranges()).toEqual(["bytes=1000-", undefined]);
});

test("416 begins anew", async () => {
  leaveBehind(binary.subarray(0, 1000));
  server.answers.set(path, [status(416), file(binary)]);
  expect((await fetchK3s()).err).toContain("has less than was downloaded before; starting anew");
  expect(existsSync(cached(binary))).toBe(true);
});

test("500s pass, a loop of redirects does not", async () => {
  server.answers.set(path, [status(503), status(500), file(binary)]);
  expect((await fetchK3s()).code).toBe(0);
  server.answers.set("/k3s/v1.34.8%2Bk3s1/k3s-airgap-images-arm64.tar.zst", status(302, { location: "#again" }));
  writeFileSync(cached(airgap), "rot");
  const ran = await fetchK3s();
  expect(ran.code).toBe(3);
  expect(ran.err).toContain("redirects for ever");
});

test("a redirect keeps the Range", async () => {
  leaveBehind(binary.subarray(0, 1000));
  server.answers.set(path, status(307, { location: "/blob?signature=1" }));
  server.answers.set("/blob?signature=1", file(binary));
  expect((await fetchK3s()).code).toBe(0);
  expect(server.asked.find((each) => each.path.startsWith("/blob"))?.headers.range).toBe("bytes=1000-");
});

test("a mirror is asked first, and the lock's own address when the mirror is wrong", async () => {
  const mirror = await webServer({ "/mirror/v1.34.8%2Bk3s1/k3s-arm64": file(bytes("old", binary.length)) });
  const ran = await fetch(["--only", "k3s", "--mirror", `k3s=${mirror.url}/mirror/`]);
  await mirror.close();
  expect(ran.code).toBe(0);
  expect(mirror.asked.map((each) => each.path).sort()).toEqual([
    "/mirror/v1.34.8%2Bk3s1/k3s-airgap-images-arm64.tar.zst",
    "/mirror/v1.34.8%2Bk3s1/k3s-arm64",
  ]);
  expect(ran.err).toContain(`wrong checksum: ${mirror.url}/mirror/v1.34.8%2Bk3s1/k3s-arm64`);
  expect(ran.err).toContain(`asking ${new URL(server.url).host} instead`);
});

test("what a wrong mirror has sent half of does not spoil what comes from the next place", async () => {
  const wrong = bytes("old", binary.length);
  const mirror = await webServer({ "/v1.34.8%2Bk3s1/k3s-arm64": [cutAfter(wrong, 1000), status(404)] });
  const ran = await fetch(["--only", "k3s", "--mirror", `k3s=${mirror.url}`]);
  await mirror.close();
  expect(ran.code).toBe(0);
  expect(ranges().at(-1)).toBe(undefined);
  expect(ran.err).toContain("what an earlier attempt left of it is wrong; starting anew");
  expect(readFileSync(cached(binary)).equals(binary)).toBe(true);
});

test("Ctrl-C in the middle leaves nothing under its name, and the next run goes on", async () => {
  let asked = false;
  server.answers.set(path, (_request, response) => {
    response.writeHead(200, { "content-length": binary.length });
    response.write(binary.subarray(0, 100_000), () => setTimeout(() => (asked = true), 100));
  });
  const ran = await fetchK3s({ interrupted: () => asked });
  expect(ran.code).toBe(3);
  expect(ran.err).toContain("error[interrupted]");
  expect(existsSync(cached(binary))).toBe(false);
  server.answers.set(path, file(binary));
  expect((await fetchK3s()).code).toBe(0);
  expect(ranges().at(-1)).toMatch(/^bytes=[1-9]/);
});

test("without a lock, or with one that is behind the profile, nothing is fetched", async () => {
  writeFileSync(place.profile, profile.replace("nodes:", "k3s: {version: v1.34.9+k3s1}\nnodes:"));
  const behind = await fetch();
  expect(behind.code).toBe(1);
  expect(behind.err).toContain("error[not-locked]: the lock says nothing of k3s-arm64 of K3s v1.34.9+k3s1");
  writeFileSync(join(place.folder, "lab.lock.yaml"), "");
  expect((await fetch()).err).toContain("error[lock-damaged]");
  expect(server.asked).toEqual([]);
});

test("two at once do not write into each other's files", async () => {
  mkdirSync(cache());
  writeFileSync(join(cache(), ".lock"), "1");
  expect((await fetch()).err).toContain("error[already-running]: process 1 is filling this cache");
});

test("where a person watches, a line shows how far it is", async () => {
  const lines: string[] = [];
  let now = 0;
  const clock = () => {
    now += 500;
    return now;
  };
  await fetch([], { watch: (line: string) => void lines.push(line), clock });
  expect(lines.some((line) => /^downloading {2} ?\d+ % .* MB\/s .* left$/.test(line))).toBe(true);
  expect(lines.at(-1)).toBe("");
});

/** A proxy that takes http in absolute form, and https by CONNECT. */
async function proxy(): Promise<{ url: string; seen: string[]; server: Server }> {
  const seen: string[] = [];
  const made = createServer((incoming, response) => {
    seen.push(`${incoming.method} ${incoming.url} ${incoming.headers["proxy-authorization"] ?? ""}`);
    const url = new URL(incoming.url ?? "");
    const target = { host: "127.0.0.1", port: new URL(server.url).port, path: url.pathname, headers: incoming.headers };
    incoming.pipe(
      httpRequest(target, (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      }),
    );
  });
  made.on("connect", (incoming, socket) => {
    seen.push(`CONNECT ${incoming.url}`);
    socket.end("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
  });
  await new Promise<void>((resolve) => made.listen(0, "127.0.0.1", resolve));
  return { url: `127.0.0.1:${(made.address() as AddressInfo).port}`, seen, server: made };
}

test("the proxies of the environment are used, but not for what no_proxy names; their password is shown to nobody", async () => {
  const { url, seen, server: made } = await proxy();
  const kept = { ...process.env };
  try {
    process.env["http_proxy"] = `http://joe:opensesame@${url}`;
    process.env["https_proxy"] = `http://joe:opensesame@${url}`;
    const away = ["--only", "k3s", "--mirror", "k3s=http://releases.invalid/k3s"];
    expect((await fetch(away)).code).toBe(0);
    const login = `Basic ${Buffer.from("joe:opensesame").toString("base64")}`;
    expect(seen).toContain(`GET http://releases.invalid/k3s/v1.34.8%2Bk3s1/k3s-arm64 ${login}`);
    writeFileSync(cached(binary), "rot");
    seen.length = 0;
    process.env["no_proxy"] = "127.0.0.1";
    await fetchK3s();
    expect(seen).toEqual([]);
    writeFileSync(cached(binary), "rot");
    const refused = await fetch(["--only", "k3s", "--mirror", "k3s=https://releases.invalid/k3s"]);
    expect(seen).toContain("CONNECT releases.invalid:443");
    expect(refused.err).toContain("the proxy asks who you are");
    expect(refused.err).not.toContain("opensesame");
    process.env["http_proxy"] = "socks5://10.0.0.1";
    writeFileSync(cached(binary), "rot");
    expect((await fetch(away)).err).toContain("no http or https URL");
  } finally {
    made.closeAllConnections();
    made.close();
    for (const name of ["http_proxy", "https_proxy", "no_proxy"]) {
      if (kept[name] === undefined) delete process.env[name];
      else process.env[name] = kept[name];
    }
  }
});
