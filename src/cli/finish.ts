/** Hands the exit code of a verb to whoever parsed the command line. */
export type Finish = (code: number) => void;
