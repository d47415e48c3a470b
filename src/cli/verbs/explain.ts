import { explained, listOfCodes } from "../../explain/text.ts";
import { type Code, catalogue } from "../../model/catalogue.ts";
import { didYouMean } from "../../model/did-you-mean.ts";
import { printable } from "../../model/printable.ts";
import type { Io } from "../io.ts";

/** Documentation of a code, or a line on each. It reads no file and looks at no profile. */
export function explainVerb(io: Io, code: string | undefined): number {
  if (code !== undefined && !isCode(code)) {
    io.err(unknown(code));
    return 2;
  }
  const { width } = io.terminal;
  io.out(code === undefined ? listOfCodes(width) : explained(code, width));
  return 0;
}

const isCode = (text: string): text is Code => Object.hasOwn(catalogue, text);

function unknown(code: string): string {
  const near = didYouMean(code, Object.keys(catalogue)).words;
  const hint = near.length > 0 ? `\n(Did you mean ${near.join(" or ")}?)` : "";
  return `error: there is no code "${printable(code)}"${hint}\n(edgegen explain lists all codes)\n`;
}
