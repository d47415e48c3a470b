/** What edgegen asks of the network. The real one is fetch/node-web.ts. */
export interface Web {
  /** One request; a redirect is an answer like any other. Throws WebError, and the signal's own error when that stops it. */
  readonly ask: (url: string, request: WebRequest) => Promise<WebAnswer>;
  /** Waits before something is tried again; ends early, without an error, when the signal stops it. */
  readonly pause: (seconds: number, signal: AbortSignal) => Promise<void>;
}

export interface WebRequest {
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

export interface WebAnswer {
  readonly status: number;
  readonly header: (name: string) => string | undefined;
  /** As it is sent, not decompressed. Throws WebError when the connection is cut. */
  readonly body: AsyncIterable<Uint8Array>;
  /** Gives up what is left of the body. */
  readonly close: () => void;
}

/**
 * Why something could not be had, in words for a person. `lasting`: asking again would not help; `missing`: the server has nothing of
 * that name.
 */
export class WebError extends Error {
  readonly lasting: boolean;
  readonly missing: boolean;
  constructor(message: string, lasting: boolean, missing = false) {
    super(message);
    this.lasting = lasting;
    this.missing = missing;
  }
}
