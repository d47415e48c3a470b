import type { Io } from "./io.ts";

export interface Progress {
  /** So many bytes are done. */
  readonly at: (done: number) => void;
  /** Takes the line away. */
  readonly end: () => void;
}

const silent: Progress = { at: () => undefined, end: () => undefined };

/** Written no more often than an eye can follow. */
const pause = 200;

/** What is done of so many bytes, with the rate and the time that is left, where a person watches. */
export function progressOf({ watch, clock }: Io, what: string, total: number): Progress {
  if (watch === undefined) return silent;
  const begin = clock();
  let shown = begin - pause;
  return {
    at(done) {
      if (clock() - shown < pause) return;
      shown = clock();
      watch(progressText(what, done, total, (shown - begin) / 1000));
    },
    end: () => watch(""),
  };
}

/** Nothing is foretold from the first second: until then caches are filled and programs started. */
export function progressText(what: string, done: number, total: number, seconds: number): string {
  const share = total > 0 ? Math.min(99, Math.floor((done / total) * 100)) : 0;
  const start = `${what}  ${String(share).padStart(2)} %`;
  if (seconds < 1 || done === 0) return start;
  const rate = done / seconds;
  return `${start}  ${(rate / 1e6).toFixed(rate < 10e6 ? 1 : 0)} MB/s  ${span((total - done) / rate)} left`;
}

function span(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`;
}

/** Lets signals and timers have their turn. */
export const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
