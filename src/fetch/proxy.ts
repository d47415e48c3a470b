import { HttpProxyAgent } from "http-proxy-agent";
import { HttpsProxyAgent } from "https-proxy-agent";
import { getProxyForUrl } from "proxy-from-env";
import { WebError } from "../host/web.ts";

/** The way to a host that http_proxy, https_proxy, all_proxy and no_proxy ask for, in either case. */
export interface Route {
  /** Undefined: straight. */
  readonly agent: ProxyAgent | undefined;
  /** The proxy without its password, for a message. */
  readonly through: string | undefined;
}

type ProxyAgent = HttpProxyAgent<string> | HttpsProxyAgent<string>;

const agents = new Map<string, ProxyAgent>();

export function routeTo(url: URL): Route {
  const proxy = getProxyForUrl(url.href);
  if (proxy === "") return { agent: undefined, through: undefined };
  const address = URL.canParse(proxy) ? new URL(proxy) : undefined;
  if (address === undefined || !/^https?:$/.test(address.protocol))
    throw new WebError(
      `the proxy for ${url.protocol.slice(0, -1)} is set to something that is no http or https URL: see https_proxy and http_proxy`,
      true,
    );
  const key = `${url.protocol} ${proxy}`;
  const agent = agents.get(key) ?? (url.protocol === "https:" ? new HttpsProxyAgent(proxy) : new HttpProxyAgent(proxy));
  agents.set(key, agent);
  return { agent, through: address.host };
}
