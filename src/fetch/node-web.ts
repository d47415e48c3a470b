import fetch, { type Response } from "node-fetch";
import type { Web, WebAnswer, WebRequest } from "../host/web.ts";
import { piecesOf } from "./pieces.ts";
import { routeTo } from "./proxy.ts";
import { connectionError } from "./sentence.ts";

/** The network as this machine reaches it. */
export function nodeWeb(version: string): Web {
  return { ask: (url, request) => ask(new URL(url), request, `edgegen/${version}`), pause };
}

async function ask(url: URL, { headers, signal }: WebRequest, program: string): Promise<WebAnswer> {
  const route = routeTo(url);
  const told = (error: unknown) => connectionError(error, url, route, signal);
  try {
    // Compressed, a body would be neither as long as its header says nor as its checksum.
    const answer = await fetch(url, {
      headers: { ...headers, "user-agent": program },
      agent: route.agent,
      ...{ redirect: "manual", compress: false, signal, highWaterMark: 1024 * 1024 },
    });
    const body = pieces(answer.body === null ? nothing() : piecesOf(answer.body), told);
    return { status: answer.status, header: headerOf(answer), body, close: () => close(answer) };
  } catch (error) {
    throw told(error);
  }
}

async function* nothing(): AsyncIterable<never> {}

const headerOf = (answer: Response) => (name: string) => answer.headers.get(name) ?? undefined;

async function* pieces(body: AsyncIterable<Uint8Array>, told: (error: unknown) => unknown): AsyncIterable<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    throw told(error);
  }
}

function close({ body }: Response): void {
  if (body === null || !("destroy" in body) || typeof body.destroy !== "function") return;
  // Whatever the connection still has to say about that concerns nobody.
  body.on("error", () => undefined);
  body.destroy();
}

async function pause(seconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, seconds * 1000);
    signal.addEventListener("abort", done);
  });
}
