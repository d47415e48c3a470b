import { WebError } from "../host/web.ts";
import type { Route } from "./proxy.ts";

/** What a person can do something about, by the system's word for it. True: it does not pass by waiting. */
const reasons: Readonly<Record<string, readonly [text: string, lasting: boolean]>> = {
  ENOTFOUND: ["it has no address: no way to the internet, or a misspelt name", true],
  EAI_AGAIN: ["the name servers do not answer", false],
  ECONNREFUSED: ["the connection was refused", false],
  ECONNRESET: ["the connection was cut", false],
  ERR_STREAM_PREMATURE_CLOSE: ["the connection was cut", false],
  EPIPE: ["the connection was cut", false],
  ETIMEDOUT: ["it does not answer", false],
  EHOSTUNREACH: ["there is no way to it", false],
  ENETUNREACH: ["there is no network", false],
  EPROTO: ["it does not speak TLS", true],
  ERR_SSL_WRONG_VERSION_NUMBER: ["it does not speak TLS", true],
};

const untrusted = /^(CERT_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO|ERR_TLS_CERT)/;

/** What went wrong on the way. What stopped the request on purpose stays what it is. */
export function connectionError(error: unknown, url: URL, { through }: Route, signal: AbortSignal): unknown {
  if (error instanceof WebError) return error;
  if (signal.aborted) return signal.reason;
  const where = through === undefined ? url.host : `${url.host} (through the proxy ${through})`;
  const code = codeOf(error);
  if (code !== undefined && untrusted.test(code)) return new WebError(untrustedText(where, code), true);
  const [text, lasting] = reasons[code ?? ""] ?? [code ?? "the connection broke", false];
  return new WebError(`${where}: ${text}`, lasting);
}

const untrustedText = (where: string, code: string) =>
  `the certificate of ${where} is not trusted (${code}): is the clock of this machine right? A company's own authority is named in NODE_EXTRA_CA_CERTS`;

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, message } = error as Error & { readonly code?: unknown };
  if (typeof code === "string") return code;
  return message.includes("Premature close") ? "ERR_STREAM_PREMATURE_CLOSE" : undefined;
}

/** An answer that is not what was asked for. */
export function statusError(status: number, url: string): WebError {
  const { host } = new URL(url);
  if (status === 404 || status === 410) return new WebError(`there is no ${url}`, true, true);
  if (status === 407)
    return new WebError("the proxy asks who you are: https_proxy=http://USER:PASSWORD@HOST:PORT", true);
  if (status === 403 || status === 429) return new WebError(`${host} refuses for now (${status})`, false);
  return new WebError(`${host} answers ${status}`, status >= 400 && status < 500 && status !== 408 && status !== 425);
}
