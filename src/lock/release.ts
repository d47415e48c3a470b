import { patience, whileAlive } from "../fetch/patience.ts";
import { retried, type Trying } from "../fetch/retry.ts";
import { statusError } from "../fetch/sentence.ts";
import { getText, sizeOf } from "../fetch/text.ts";
import { WebError } from "../host/web.ts";
import type { Pin } from "../model/lock.ts";
import { origins } from "./origins.ts";
import { readSums } from "./sum-file.ts";
import type { WantedRelease } from "./wanted.ts";

/** Where an asset of a release lies: GitHub wants the `+` of a version escaped. */
const assetUrl = (mirror: string, version: string, asset: string): string =>
  `${mirror}/${encodeURIComponent(version)}/${asset}`;

/** The binary, and the images where the mirror has them: a site's own may hold the binary alone. */
export async function pinRelease(
  trying: Trying,
  { version, mirror, names }: WantedRelease,
): Promise<ReadonlyMap<string, Pin>> {
  const url = assetUrl(mirror, version, names.sums);
  const sums = readSums(await sumFile(trying, url, version));
  if (!sums.has(names.binary))
    throw new WebError(`${url} does not name ${names.binary}: is this a K3s mirror, or a log-in page?`, true);
  const pin = async (asset: string, sha256: string) => {
    const at = assetUrl(mirror, version, asset);
    return [asset, { url: at, size: (await sizeOf(trying, at)).size, sha256 }] as const;
  };
  const binary = await pin(names.binary, sums.get(names.binary) ?? "");
  const airgapSum = sums.get(names.airgap);
  const airgap = airgapSum === undefined ? undefined : await pin(names.airgap, airgapSum).catch(tolerateMissing);
  return new Map(airgap === undefined ? [binary] : [binary, airgap]);
}

async function sumFile(trying: Trying, url: string, version: string): Promise<string> {
  try {
    return (await getText(trying, url)).text;
  } catch (error) {
    if (!(error instanceof WebError) || !error.missing) throw error;
    throw new WebError(`${error.message}: is ${version} a published release?`, true, true);
  }
}

function tolerateMissing(error: unknown): undefined {
  if (!(error instanceof WebError) || !error.missing) throw error;
}

/** The release that a channel stands for today: the server answers with a redirect to the page of the release. */
export function channelVersion(trying: Trying, channel: string, server: string = origins.channels): Promise<string> {
  const url = `${server}/${encodeURIComponent(channel)}`;
  const { host } = new URL(url);
  return retried(trying, () =>
    whileAlive(trying.signal, host, patience, async (signal) => {
      const answer = await trying.web.ask(url, { signal });
      answer.close();
      const version = /\/(v\d+\.\d+\.\d+(?:\+|%2B)k3s\d+)$/i.exec(answer.header("location") ?? "")?.[1];
      if (version !== undefined) return decodeURIComponent(version);
      if (answer.status >= 500) throw statusError(answer.status, url);
      throw new WebError(`${host} knows no channel ${channel}`, true);
    }),
  );
}
