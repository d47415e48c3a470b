/** Programs of the machine that edgegen runs on. */
export interface Processes {
  /** Whether a program of that name can be started. */
  readonly has: (program: string) => boolean;
  /** Runs a program to its end and keeps what it prints. */
  readonly run: (argv: readonly string[], options?: RunOptions) => Promise<Outcome>;
  /** Starts a program that goes on beside us. It ends with edgegen, however edgegen ends by itself. */
  readonly start: (argv: readonly string[]) => Process;
}

export interface RunOptions {
  /** What it reads on its standard input; secrets belong here, never into `argv`. */
  readonly input?: string;
  /** After so many seconds it is killed. */
  readonly timeout?: number;
  /** It talks to the terminal itself; nothing is kept. */
  readonly terminal?: true;
}

export interface Outcome {
  /** 127: there is no such program; 124: it was killed. */
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Process {
  readonly write: (text: string) => void;
  /** Everything that it has printed so far. */
  readonly printed: () => { readonly out: string; readonly err: string };
  /** False once it has ended. */
  readonly running: () => boolean;
  /** Its code: 128 and more when a signal ended it. */
  readonly ended: Promise<number>;
  readonly kill: () => void;
}
