/** A stretch of one source file, as offsets into its text. Lines and columns are worked out only when a diagnostic is printed. */
export interface Span {
  /** The file as the user would name it: the path given on the command line, or an include's path relative to the working folder. */
  readonly file: string;
  /** Offset of the first character (UTF-16 code units, as in JavaScript strings). */
  readonly start: number;
  /** Offset behind the last character. */
  readonly end: number;
}

/** The text of every file that was read, by the name its spans carry: what a printer needs to draw a frame. */
export type Sources = ReadonlyMap<string, string>;
