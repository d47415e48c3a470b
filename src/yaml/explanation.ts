/** What is wrong, for somebody who writes a profile. */
export interface Explanation {
  readonly message: string;
  readonly note?: string;
  /** Where to look, when that is not where the parser stopped. */
  readonly start?: number;
  readonly end?: number;
  /** What to write in that place instead. */
  readonly suggestion?: string;
  /** Lines below that are indented further than so many columns are in the wake of this one. */
  readonly wake?: number;
}
