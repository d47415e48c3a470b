interface Common {
  /** What is wrong, said in full. */
  readonly meaning: string;
  /** What would come of it on a real Raspberry Pi or in a real cluster. */
  readonly why: string;
}

/** A code that a profile causes. The examples are compiled by a test: `wrong` reports this code and no other, `right` nothing. */
export interface ProfileFault extends Common {
  /** Profiles as far as they matter; what is missing comes from {@link base}. */
  readonly wrong: string;
  readonly right: string;
  /** What else is in the folder of both. */
  readonly files?: Readonly<Record<string, string>>;
  /** Of a code that many slips lead to, the usual ones. */
  readonly cases?: readonly Case[];
}

/** One way to come to a code; its examples are compiled, too. */
export interface Case {
  /** A sentence without its full stop. */
  readonly title: string;
  readonly wrong: string;
  readonly right: string;
}

/** A code that no profile causes: the command line, the machine, the bundle or an image does. */
export interface OtherFault extends Common {
  /** What to do, commands included. */
  readonly remedy: string;
}

/** What `edgegen explain CODE` and docs/errors.md say about a code. Text is Markdown of one paragraph. */
export type Explanation = ProfileFault | OtherFault;
