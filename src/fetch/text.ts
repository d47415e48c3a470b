import { WebError } from "../host/web.ts";
import { getGood } from "./get.ts";
import { patience, whileAlive } from "./patience.ts";
import { retried, type Trying } from "./retry.ts";

const longestText = 4 * 1024 * 1024;

/** The content of a small text file, and the address that it came from in the end. */
export interface Text {
  readonly text: string;
  readonly url: string;
}

export function getText(trying: Trying, url: string, headers: Readonly<Record<string, string>> = {}): Promise<Text> {
  const { host } = new URL(url);
  return retried(trying, () =>
    whileAlive(trying.signal, host, patience, async (signal, alive) => {
      const answer = await getGood(trying.web, url, { headers, signal });
      const pieces: Uint8Array[] = [];
      let size = 0;
      for await (const piece of answer.body) {
        alive();
        pieces.push(piece);
        size += piece.length;
        if (size > longestText) throw new WebError(`${answer.url} does not end: it is no small text`, true);
      }
      return { text: Buffer.concat(pieces).toString("utf8"), url: answer.url };
    }),
  );
}

/** How long a file is and where it lies in the end, without downloading it: by its first byte, since some servers know no HEAD. */
export function sizeOf(trying: Trying, url: string): Promise<{ readonly size: number; readonly url: string }> {
  const { host } = new URL(url);
  return retried(trying, () =>
    whileAlive(trying.signal, host, patience, async (signal) => {
      const answer = await getGood(trying.web, url, { headers: { range: "bytes=0-0" }, signal });
      answer.close();
      const range = /^bytes 0-0\/(\d+)$/.exec(answer.header("content-range") ?? "")?.[1];
      const size = answer.status === 206 ? range : answer.header("content-length");
      if (size === undefined || !(Number(size) > 0))
        throw new WebError(`${host} does not say how long ${url} is`, true);
      return { size: Number(size), url: answer.url };
    }),
  );
}
