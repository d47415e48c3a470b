/** What is wrong, for somebody who writes a profile. */
export interface Explanation {
  readonly message: string;
  readonly note?: string;
  /** Where to look, when that is not where the parser stopped. */
  readonly start?: number;
  readonly end?: number;
}
