import { type Web, type WebAnswer, WebError, type WebRequest } from "../host/web.ts";
import { statusError } from "./sentence.ts";

/** An answer with the address that gave it in the end. */
export interface Got extends WebAnswer {
  readonly url: string;
}

const mostRedirects = 10;

/** Follows redirects; what was to be kept from others' eyes is not sent to another host, and TLS once is TLS to the end. */
export async function get(web: Web, url: string, request: WebRequest): Promise<Got> {
  let at = url;
  for (let hop = 0; hop <= mostRedirects; hop += 1) {
    const answer = await web.ask(at, hop === 0 || sameHost(at, url) ? request : withoutAuthorization(request));
    const location = [301, 302, 303, 307, 308].includes(answer.status) ? answer.header("location") : undefined;
    if (location === undefined) return { ...answer, url: at };
    answer.close();
    at = next(at, location);
  }
  throw new WebError(`${new URL(url).host} redirects for ever`, true);
}

function next(from: string, location: string): string {
  const host = new URL(from).host;
  if (!URL.canParse(location, from)) throw new WebError(`${host} redirects to something that is no address`, true);
  const to = new URL(location, from);
  const same = to.protocol === new URL(from).protocol;
  if (!same && to.protocol !== "https:")
    throw new WebError(`${host} redirects to an address without TLS; refused`, true);
  // An address with a password in it is not one that anybody may read in a message.
  to.username = "";
  to.password = "";
  return to.href;
}

const sameHost = (a: string, b: string) => new URL(a).host === new URL(b).host;

function withoutAuthorization({ headers = {}, signal }: WebRequest): WebRequest {
  const kept = Object.entries(headers).filter(([name]) => name.toLowerCase() !== "authorization");
  return { headers: Object.fromEntries(kept), signal };
}

/** The same, of which only success is of use. */
export async function getGood(web: Web, url: string, request: WebRequest): Promise<Got> {
  const answer = await get(web, url, request);
  if (answer.status === 200 || answer.status === 206) return answer;
  answer.close();
  throw statusError(answer.status, answer.url);
}
