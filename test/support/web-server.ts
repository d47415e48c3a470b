import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** An HTTP server on 127.0.0.1 that answers as it is told, and remembers what it was asked. */
export interface WebServer {
  readonly url: string;
  /** By path; a list is used up one by one, its last for ever. What is not named is 404. */
  readonly answers: Map<string, Answer | Answer[]>;
  readonly asked: { readonly path: string; readonly headers: IncomingMessage["headers"] }[];
  readonly close: () => Promise<void>;
}

export async function webServer(answers: Readonly<Record<string, Answer | Answer[]>> = {}): Promise<WebServer> {
  const known = new Map(Object.entries(answers));
  const asked: WebServer["asked"] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? "";
    asked.push({ path, headers: request.headers });
    answerTo(known, path)(request, response);
  });
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    ...{ url: `http://127.0.0.1:${port}`, answers: known, asked },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answerTo(known: WebServer["answers"], path: string): Answer {
  const found = known.get(path);
  if (!Array.isArray(found)) return found ?? status(404);
  return (found.length > 1 ? found.shift() : found[0]) ?? status(404);
}

export const status =
  (code: number, headers: Readonly<Record<string, string>> = {}): Answer =>
  (_request, response) =>
    void response.writeHead(code, headers).end();

/** A file, with Range as RFC 9110 wants it. */
export const file =
  (content: string | Uint8Array, headers: Readonly<Record<string, string>> = {}): Answer =>
  ({ headers: { range } }, response) => {
    const bytes = Buffer.from(content);
    const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(range ?? "") ?? [];
    if (first === undefined)
      return void response.writeHead(200, { "content-length": bytes.length, ...headers }).end(bytes);
    const [from, to] = [Number(first), Math.min(last ? Number(last) : Number.POSITIVE_INFINITY, bytes.length - 1)];
    if (from > to) return void response.writeHead(416, { "content-range": `bytes */${bytes.length}` }).end();
    const part = bytes.subarray(from, to + 1);
    const place = { "content-range": `bytes ${from}-${to}/${bytes.length}`, "content-length": part.length };
    response.writeHead(206, { ...place, ...headers }).end(part);
  };

/** A reader that has not come to it yet loses what arrived together with the end of the connection. */
export const breakOff = (response: ServerResponse) => void setTimeout(() => response.socket?.destroy(), 50);

/** Promises all of it and breaks off. */
export const cutAfter =
  (content: Uint8Array, sent: number): Answer =>
  (_request, response) => {
    response.writeHead(200, { "content-length": content.length });
    response.write(content.subarray(0, sent), () => breakOff(response));
  };
