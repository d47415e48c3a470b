import { get } from "../fetch/get.ts";
import { patience, whileAlive } from "../fetch/patience.ts";
import { retried, type Trying } from "../fetch/retry.ts";
import { statusError } from "../fetch/sentence.ts";
import { getText } from "../fetch/text.ts";
import { WebError } from "../host/web.ts";
import { origins } from "./origins.ts";

/** An image list first: its digest is the same on every architecture. OCI distribution-spec, "Pulling manifests". */
const accepted = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
].join(", ");

/** What an image's tag stands for today, as `sha256:...`. */
export async function imageDigest(
  trying: Trying,
  reference: string,
  registry: string = origins.registry,
): Promise<string> {
  const { base, repository, tag } = placeOf(reference, registry);
  const url = `${base}/v2/${repository}/manifests/${tag}`;
  const first = await manifest(trying, url, {});
  const answer = "challenge" in first ? await manifest(trying, url, await bearer(trying, first.challenge)) : first;
  if ("challenge" in answer) throw statusError(401, url);
  return answer.digest;
}

/** A name whose first part looks like a host names its registry itself (Docker's rule). */
function placeOf(reference: string, registry: string) {
  const [, name = "", tag = ""] = /^(.*):([^:/]+)$/.exec(reference) ?? [];
  const [first = "", ...rest] = name.split("/");
  const hosted = rest.length > 0 && (/[.:]/.test(first) || first === "localhost");
  if (hosted) return { base: `https://${first}`, repository: rest.join("/"), tag };
  return { base: registry, repository: rest.length > 0 ? name : `library/${name}`, tag };
}

type Manifest = { readonly digest: string } | { readonly challenge: string };

function manifest(trying: Trying, url: string, headers: Readonly<Record<string, string>>): Promise<Manifest> {
  const { host } = new URL(url);
  return retried(trying, () =>
    whileAlive(trying.signal, host, patience, async (signal) => {
      const answer = await get(trying.web, url, { headers: { ...headers, accept: accepted }, signal });
      answer.close();
      if (answer.status === 401 && headers["authorization"] === undefined)
        return { challenge: answer.header("www-authenticate") ?? "" };
      if (answer.status !== 200) throw statusError(answer.status, url);
      const digest = answer.header("docker-content-digest") ?? "";
      if (!/^sha256:[0-9a-f]{64}$/.test(digest)) throw new WebError(`${host} names no digest of ${url}`, true);
      return { digest };
    }),
  );
}

/** Public registries give a token for reading to anybody who asks where they say. */
async function bearer(trying: Trying, challenge: string): Promise<Readonly<Record<string, string>>> {
  const parameters = new Map(
    [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = "", value = ""]) => [key, value]),
  );
  const realm = parameters.get("realm");
  if (!/^bearer /i.test(challenge) || realm === undefined || !URL.canParse(realm))
    throw new WebError("the registry wants a log-in of a kind that edgegen does not know", true);
  const url = new URL(realm);
  for (const key of ["service", "scope"]) if (parameters.has(key)) url.searchParams.set(key, parameters.get(key) ?? "");
  const { text } = await getText(trying, url.href);
  const token = tokenIn(text);
  if (token === undefined) throw new WebError(`${url.host} gives no token`, true);
  return { authorization: `Bearer ${token}` };
}

function tokenIn(text: string): string | undefined {
  try {
    const { token, access_token } = JSON.parse(text) as { readonly token?: unknown; readonly access_token?: unknown };
    const found = token ?? access_token;
    return typeof found === "string" ? found : undefined;
  } catch {
    return undefined;
  }
}
