import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { download } from "../../../src/fetch/download.ts";
import { type Downloading, WrongContent } from "../../../src/fetch/part.ts";
import type { PartFile } from "../../../src/host/part-file.ts";
import { type Web, type WebAnswer, WebError } from "../../../src/host/web.ts";

const content = Uint8Array.from({ length: 64 }, (_, at) => at);
const sha256 = createHash("sha256").update(content).digest("hex");
const pin = { url: "https://a.invalid/k3s", size: content.length, sha256 };

/** What a server may do with a request, whatever it was asked for. */
type Fault =
  | { readonly kind: "none" | "whole" | "shifted" | "longer" | "endless" | "broken" }
  | { readonly kind: "cut" | "silent cut" | "wrong"; readonly at: number }
  | { readonly kind: "status"; readonly status: number };

const fault: fc.Arbitrary<Fault> = fc.oneof(
  fc.constantFrom<Fault>(
    ...(["none", "whole", "shifted", "longer", "endless", "broken"] as const).map((kind) => ({ kind })),
  ),
  fc.record({ kind: fc.constantFrom("cut" as const, "silent cut" as const, "wrong" as const), at: fc.nat(63) }),
  fc.record({ kind: fc.constant("status" as const), status: fc.constantFrom(404, 416, 429, 500, 503) }),
);

function answer(given: Fault, range: string | undefined): WebAnswer {
  const asked = Number(/\d+/.exec(range ?? "0")?.[0]);
  const from = given.kind === "whole" ? 0 : asked;
  const right = content.subarray(from);
  const place = from > 0 ? `bytes ${given.kind === "shifted" ? from - 1 : from}-63/64` : undefined;
  const tells = given.kind !== "silent cut" && given.kind !== "endless";
  const headers: Record<string, string | undefined> = {
    "content-range": place,
    "content-length": tells ? String(right.length + (given.kind === "longer" ? 1 : 0)) : undefined,
  };
  const status = given.kind === "status" ? given.status : from > 0 ? 206 : 200;
  return { status, header: (name) => headers[name], body: bodyOf(given, right), close: () => undefined };
}

async function* bodyOf(given: Fault, right: Uint8Array): AsyncIterable<Uint8Array> {
  if (given.kind === "broken") throw new WebError("the connection was cut", false);
  if (given.kind === "status") return;
  const upTo = "at" in given ? given.at : right.length;
  const bytes = right.slice();
  if (given.kind === "wrong" && upTo < bytes.length) bytes[upTo] = 255;
  const sent = given.kind === "cut" || given.kind === "silent cut" ? bytes.subarray(0, upTo) : bytes;
  for (let at = 0; at < sent.length; at += 10) yield sent.subarray(at, at + 10);
  if (given.kind === "longer" || given.kind === "endless") yield new Uint8Array(5);
  if (given.kind === "cut") throw new WebError("the connection was cut", false);
}

/** A disk that keeps what was written, as one does from run to run. */
function laptop() {
  const files = new Map<string, Uint8Array>();
  const openPart = async (path: string): Promise<PartFile> => {
    let bytes = files.get(path) ?? new Uint8Array();
    const keep = (next: Uint8Array) => {
      bytes = next;
      files.set(path, next);
    };
    keep(bytes);
    return {
      size: () => bytes.length,
      bytes: async function* () {
        yield bytes;
      },
      append: async (piece) => keep(Buffer.concat([bytes, piece])),
      empty: async () => keep(new Uint8Array()),
      close: async () => undefined,
    };
  };
  const tree = {
    exists: (path: string) => files.has(path),
    removeTree: (path: string) => void files.delete(path),
    rename(from: string, to: string) {
      const bytes = files.get(from);
      if (bytes === undefined || files.has(to)) throw new Error(`${from} cannot become ${to}`);
      files.set(to, bytes);
      files.delete(from);
    },
  };
  const checksum = () => {
    const hash = createHash("sha256");
    return { update: (data: Uint8Array) => void hash.update(data), digest: () => hash.digest("hex") };
  };
  return { files, openPart, tree, checksum };
}

/** Each request meets the next fault; behind the last one the network is sound. */
function networkWith(faults: readonly Fault[]): Web {
  const coming = [...faults];
  return {
    ask: async (_url, { headers }) => answer(coming.shift() ?? { kind: "none" }, headers?.["range"]),
    pause: async () => undefined,
  };
}

test("whatever the network does, a file under its name is the right one, and a sound network brings it", async () => {
  const runs = fc.array(fc.array(fault, { maxLength: 12 }), { minLength: 1, maxLength: 4 });
  const { files, ...disk } = laptop();
  const wanted = { what: "k3s", pin, sources: [pin.url], path: "cache/k3s" };
  const downloading = (web: Web): Downloading => ({
    ...{ ...disk, web, signal: new AbortController().signal, tell: () => undefined },
    ...{ patience: 60, came: () => undefined },
  });
  const attempt = (faults: readonly Fault[]) =>
    download(downloading(networkWith(faults)), wanted).catch((error: unknown) => {
      if (error instanceof WebError || error instanceof WrongContent) return "refused";
      throw error;
    });
  const property = fc.asyncProperty(runs, fc.uint8Array({ maxLength: 80 }), async (each, left) => {
    files.clear();
    files.set("cache/k3s.part", left);
    for (const faults of each) {
      const result = await attempt(faults);
      expect(files.has("cache/k3s")).toBe(result !== "refused");
      if (result !== "refused") expect(files.get("cache/k3s")).toEqual(Buffer.from(content));
    }
    expect(await attempt([])).not.toBe("refused");
  });
  await fc.assert(property, { seed: 1, numRuns: 1000 });
});
