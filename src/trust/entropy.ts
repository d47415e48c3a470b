/** Where randomness and time come from. Arguments, not globals: a test may fix them, and compiling never asks for either. */
export interface Entropy {
  /** `n` unpredictable bytes, fit for keys. */
  bytes(n: number): Uint8Array;
  /** Seconds since 1970. */
  readonly now: number;
}
