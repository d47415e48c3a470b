import { expect, test } from "vitest";
import { get, getGood } from "../../../src/fetch/get.ts";
import { getText, sizeOf } from "../../../src/fetch/text.ts";
import type { Web, WebAnswer, WebRequest } from "../../../src/host/web.ts";

const signal = new AbortController().signal;

type Page = readonly [status: number, headers: Readonly<Record<string, string>>, text?: string];

const nothing: Page = [404, {}];

/** A network of these addresses. */
function network(pages: Readonly<Record<string, Page>>) {
  const asked: (readonly [string, WebRequest["headers"]])[] = [];
  const ask = async (url: string, { headers }: WebRequest): Promise<WebAnswer> => {
    asked.push([url, headers]);
    const [status, found, text = ""] = pages[url] ?? nothing;
    const body = (async function* () {
      yield Buffer.from(text);
    })();
    return { status, header: (name) => found[name], body, close: () => undefined };
  };
  const web: Web = { ask, pause: async () => undefined };
  return { web, asked, trying: { web, signal, tell: () => undefined } };
}

const to = (location: string) => [302, { location }] as const;

test("TLS once is TLS to the end", async () => {
  const { web, asked } = network({ "https://a.invalid/k3s": to("http://a.invalid/k3s") });
  await expect(get(web, "https://a.invalid/k3s", { signal })).rejects.toThrow("without TLS; refused");
  expect(asked).toHaveLength(1);
  const up = network({ "http://a.invalid/k3s": to("https://b.invalid/k3s"), "https://b.invalid/k3s": [200, {}] });
  expect((await get(up.web, "http://a.invalid/k3s", { signal })).url).toBe("https://b.invalid/k3s");
});

test("a token is for the host that it was given for", async () => {
  const { web, asked } = network({
    "https://a.invalid/1": to("/2"),
    "https://a.invalid/2": to("https://b.invalid/3"),
    "https://b.invalid/3": [200, {}],
  });
  await get(web, "https://a.invalid/1", { signal, headers: { authorization: "Bearer x", range: "bytes=5-" } });
  expect(asked.map(([, headers]) => headers)).toEqual([
    { authorization: "Bearer x", range: "bytes=5-" },
    { authorization: "Bearer x", range: "bytes=5-" },
    { range: "bytes=5-" },
  ]);
});

test.each([
  ["a redirect to nowhere", to("http://"), "redirects to something that is no address"],
  ["another protocol", to("ftp://a.invalid/k3s"), "without TLS; refused"],
  ["an error", [418, {}] as const, "a.invalid answers 418"],
  ["the proxy's question", [407, {}] as const, "the proxy asks who you are"],
])("%s is told", async (_what, answer, message) => {
  const { web } = network({ "https://a.invalid/k3s": answer });
  await expect(getGood(web, "https://a.invalid/k3s", { signal })).rejects.toThrow(message);
});

test("the length is that of the whole file, however the server puts it", async () => {
  const url = "https://a.invalid/k3s";
  const partly = network({ [url]: [206, { "content-range": "bytes 0-0/70", "content-length": "1" }] });
  expect(await sizeOf(partly.trying, url)).toEqual({ size: 70, url });
  expect(partly.asked[0]?.[1]).toEqual({ range: "bytes=0-0" });
  expect(await sizeOf(network({ [url]: [200, { "content-length": "70" }] }).trying, url)).toEqual({ size: 70, url });
  await expect(sizeOf(network({ [url]: [200, {}] }).trying, url)).rejects.toThrow("does not say how long");
  const unknown = network({ [url]: [206, { "content-range": "bytes 0-0/*", "content-length": "1" }] });
  await expect(sizeOf(unknown.trying, url)).rejects.toThrow("does not say how long");
});

test("a text that does not end is no text", async () => {
  const url = "https://a.invalid/sums";
  await expect(getText(network({ [url]: [200, {}, "x".repeat(5_000_000)] }).trying, url)).rejects.toThrow(
    "does not end",
  );
});
