import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

/** The YAML language server that editors run (VS Code's, Neovim's, Helix's), spoken to over its standard input as they do. */
export interface LanguageServer {
  /** Opens a text as the file at `path`, which need not be there. A ‸ in it is where the cursor stands. */
  readonly open: (path: string, text: string) => Promise<OpenFile>;
  readonly close: () => Promise<void>;
}

export interface OpenFile {
  readonly errors: readonly string[];
  /** Each completion with its documentation. */
  readonly complete: () => Promise<readonly (readonly [label: string, documentation: string])[]>;
  readonly hover: () => Promise<string>;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
}

interface Place {
  readonly line: number;
  readonly character: number;
}

interface Found {
  readonly uri: string;
  readonly diagnostics: readonly { readonly message: string; readonly range: { readonly start: Place } }[];
}

interface Item {
  readonly label: string;
  readonly documentation?: string | { readonly value: string };
}

const require = createRequire(import.meta.url);

/** Nothing is to be looked for on the network: the schema is the one that the file names. */
const settings: Readonly<Record<string, unknown>> = {
  yaml: { schemaStore: { enable: false }, validate: true, completion: true, hover: true },
};

const capabilities = {
  workspace: { configuration: true },
  textDocument: {
    completion: { completionItem: { snippetSupport: true, documentationFormat: ["markdown"] } },
    hover: { contentFormat: ["markdown"] },
  },
};

export async function startLanguageServer(): Promise<LanguageServer> {
  const program = require.resolve("yaml-language-server/bin/yaml-language-server");
  const child = spawn(process.execPath, [program, "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
  const ended = new Promise<void>((done) => child.once("exit", () => done()));
  const { request, notify, published } = connect(child);
  await request("initialize", { processId: process.pid, rootUri: pathToFileURL(resolve()).href, capabilities });
  notify("initialized", {});
  notify("workspace/didChangeConfiguration", { settings });
  return {
    open: async (path, marked) => {
      const uri = pathToFileURL(resolve(path)).href;
      const text = marked.replace("‸", "");
      const found = published(uri);
      notify("textDocument/didOpen", { textDocument: { uri, languageId: "yaml", version: 1, text } });
      const at = { textDocument: { uri }, position: cursor(marked) };
      return {
        errors: (await found).diagnostics.map(
          ({ message, range: { start } }) => `${start.line + 1}:${start.character + 1} ${message}`,
        ),
        complete: async () => documented(await request("textDocument/completion", at)),
        hover: async () => hovered(await request("textDocument/hover", at)),
      };
    },
    close: async () => {
      await request("shutdown", null);
      notify("exit", null);
      await ended;
    },
  };
}

function cursor(marked: string): Place {
  const lines = marked.slice(0, Math.max(marked.indexOf("‸"), 0)).split("\n");
  return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
}

function documented(result: unknown): readonly (readonly [string, string])[] {
  const { items } = result as { items: readonly Item[] };
  return items.map(({ label, documentation: text = "" }) => [label, typeof text === "string" ? text : text.value]);
}

const hovered = (result: unknown) => (result as { contents: { value: string } } | null)?.contents.value ?? "";

function connect(child: ChildProcess) {
  const answers = new Map<number, (result: unknown) => void>();
  const found = new Map<string, (params: Found) => void>();
  let last = 0;
  const send = (message: object) => {
    const body = JSON.stringify({ jsonrpc: "2.0", ...message });
    child.stdin?.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  };
  const receive = ({ id, method, params, result }: Message) => {
    if (method === "textDocument/publishDiagnostics") found.get((params as Found).uri)?.(params as Found);
    else if (method !== undefined && id !== undefined) send({ id, result: answerTo(method, params) });
    else if (id !== undefined) answers.get(id)?.(result);
  };
  child.stdout?.on("data", reader(receive));
  const request = (method: string, params: unknown) => {
    last += 1;
    const id = last;
    const answer = new Promise<unknown>((done) => answers.set(id, done));
    send({ id, method, params });
    return answer;
  };
  const published = (uri: string) => new Promise<Found>((done) => found.set(uri, done));
  return { request, published, notify: (method: string, params: unknown) => send({ method, params }) };
}

/** The server asks the editor for its settings; what else it asks for, an editor may decline. */
function answerTo(method: string, params: unknown): unknown {
  if (method !== "workspace/configuration") return null;
  const { items } = params as { items: readonly { readonly section?: string }[] };
  return items.map(({ section = "" }) => settings[section] ?? null);
}

/** Cuts a stream into the messages in it: https://microsoft.github.io/language-server-protocol, "base protocol". */
function reader(receive: (message: Message) => void): (chunk: Buffer) => void {
  let rest = Buffer.alloc(0);
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const head = rest.indexOf("\r\n\r\n");
      const length = Number(/Content-Length: (\d+)/.exec(rest.subarray(0, Math.max(head, 0)).toString())?.[1]);
      if (head < 0 || rest.length < head + 4 + length) return;
      receive(JSON.parse(rest.subarray(head + 4, head + 4 + length).toString()) as Message);
      rest = rest.subarray(head + 4 + length);
    }
  };
}
