import { afterEach, beforeEach, expect, test } from "vitest";
import { getGood } from "../../../src/fetch/get.ts";
import { nodeWeb } from "../../../src/fetch/node-web.ts";
import { whileAlive } from "../../../src/fetch/patience.ts";
import { retried } from "../../../src/fetch/retry.ts";
import { WebError } from "../../../src/host/web.ts";
import { type WebServer, webServer } from "../../support/web-server.ts";

let server: WebServer;
beforeEach(async () => {
  server = await webServer({
    "/silent": () => undefined,
    "/stalls": (_request, response) => void response.writeHead(200, { "content-length": 100 }).write("some"),
  });
});
afterEach(() => server.close());

const web = nodeWeb("0");
const never = new AbortController().signal;

async function read(path: string, outer: AbortSignal): Promise<number> {
  let size = 0;
  await whileAlive(outer, "the server", 0.2, async (signal, alive) => {
    const answer = await getGood(web, server.url + path, { signal });
    for await (const piece of answer.body) {
      alive();
      size += piece.length;
    }
  });
  return size;
}

test.each(["/silent", "/stalls"])("a connection that is dead is left: %s", async (path) => {
  await expect(read(path, never)).rejects.toThrow("the server has sent nothing for 0.2 s");
});

test("what stops all of it stops a connection too, with its own reason", async () => {
  const outer = new AbortController();
  const reading = read("/silent", outer.signal);
  outer.abort(new Error("told to stop"));
  await expect(reading).rejects.toThrow("told to stop");
  await expect(read("/silent", outer.signal)).rejects.toThrow("told to stop");
});

test("nothing is waited for once it was stopped", async () => {
  const outer = new AbortController();
  let attempts = 0;
  const trying = { web: { ...web, pause: async () => outer.abort(new Error("told to stop")) }, signal: outer.signal };
  const action = async () => {
    attempts += 1;
    throw new WebError("not now", false);
  };
  await expect(retried({ ...trying, tell: () => undefined }, action)).rejects.toThrow("told to stop");
  expect(attempts).toBe(1);
});

test.each([
  ["https://127.0.0.1:1/", "127.0.0.1:1: the connection was refused"],
  ["http://nowhere.invalid/", "nowhere.invalid: it has no address"],
])("%s is told in words", async (url, text) => {
  await expect(web.ask(url, { signal: never })).rejects.toThrow(text);
});

test("a server that speaks no TLS is told in words", async () => {
  await expect(web.ask(server.url.replace("http:", "https:"), { signal: never })).rejects.toThrow(
    "it does not speak TLS",
  );
});

test("the network as it is waits before it asks again, unless it is stopped", async () => {
  const controller = new AbortController();
  const waiting = web.pause(3600, controller.signal);
  controller.abort();
  await waiting;
});
