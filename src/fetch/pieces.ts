/** So many wait to be taken before the line has to. */
const mostWaiting = 16;

interface Arrived {
  readonly waiting: Uint8Array[];
  /** Set when nothing more will come. */
  over: { readonly error?: unknown } | undefined;
  /** Called when there is something new. */
  wake: () => void;
}

/**
 * The body of an answer, piece by piece. What arrived before the connection was cut is handed on all the same, and then the error: a
 * stream's own iterator throws it away. It is listened to from now on, since an error is told only once.
 */
export function piecesOf(body: NodeJS.ReadableStream): AsyncIterable<Uint8Array> {
  const arrived: Arrived = { waiting: [], over: undefined, wake: () => undefined };
  const ends = (over: Arrived["over"]) => {
    arrived.over ??= over;
    arrived.wake();
  };
  body.on("error", (error) => ends({ error }));
  for (const event of ["end", "close"]) body.on(event, () => ends({}));
  body.on("data", (piece: Uint8Array) => {
    if (arrived.waiting.push(piece) >= mostWaiting) body.pause();
    arrived.wake();
  });
  return handOn(body, arrived);
}

async function* handOn(body: NodeJS.ReadableStream, arrived: Arrived): AsyncIterable<Uint8Array> {
  for (;;) {
    const piece = arrived.waiting.shift();
    if (piece !== undefined) yield piece;
    else if (arrived.over !== undefined) break;
    else await more(body, arrived);
  }
  if ("error" in arrived.over) throw arrived.over.error;
}

const more = (body: NodeJS.ReadableStream, arrived: Arrived) =>
  new Promise<void>((resolve) => {
    arrived.wake = resolve;
    body.resume();
  });
