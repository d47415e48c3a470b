import { type Web, WebError } from "../host/web.ts";

const attempts = 5;

/** Whoever waits wants to know for what. */
export type Tell = (text: string) => void;

export interface Trying {
  readonly web: Web;
  readonly signal: AbortSignal;
  readonly tell: Tell;
}

/**
 * Tries again with back-off what may pass by itself: 1, 2, 4, 8 seconds. `progress` tells how far an attempt came; one that came
 * further than all before it is none of the attempts that count.
 */
export async function retried<T>(
  { web, signal, tell }: Trying,
  action: () => Promise<T>,
  progress: () => number = () => 0,
): Promise<T> {
  let furthest = progress();
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await action();
    } catch (error) {
      signal.throwIfAborted();
      const further = progress() > furthest;
      furthest = Math.max(furthest, progress());
      if (further) attempt = 1;
      if (!(error instanceof WebError) || error.lasting || attempt === attempts) throw error;
      const seconds = 2 ** (attempt - 1);
      tell(`${error.message}; again in ${seconds} s`);
      await web.pause(seconds, signal);
      signal.throwIfAborted();
    }
  }
}
