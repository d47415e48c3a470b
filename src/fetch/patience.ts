import { WebError } from "../host/web.ts";

/** Seconds without a byte after which a connection counts as dead: a new one often comes back at full speed. */
export const patience = 30;

/** Runs an action with a signal that stops it when the outer one does, or when `alive` was not called for so many seconds. */
export async function whileAlive<T>(
  signal: AbortSignal,
  host: string,
  seconds: number,
  action: (signal: AbortSignal, alive: () => void) => Promise<T>,
): Promise<T> {
  const inner = new AbortController();
  const stalled = () => inner.abort(new WebError(`${host} has sent nothing for ${seconds} s`, false));
  let timer = setTimeout(stalled, seconds * 1000);
  const alive = () => {
    clearTimeout(timer);
    timer = setTimeout(stalled, seconds * 1000);
  };
  const stop = () => inner.abort(signal.reason);
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  try {
    return await action(inner.signal, alive);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
  }
}
