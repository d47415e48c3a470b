import { Composer, CST, type Document, Lexer, Parser } from "yaml";

/** YAML 1.2 core: `no` and `0o17` are what the 1.2 specification says, not what 1.1 said. Repeated keys are found by `toTree`, with both places. */
const options = {
  prettyErrors: false,
  uniqueKeys: false,
  stringKeys: true,
  version: "1.2",
  logLevel: "error",
} as const;

/** Characters. A manifest may be longer than a profile, but it has to be read on a small computer too. */
const longest = 4 * 1024 * 1024;

/** Words, marks, spaces and line ends. Four thousand nodes that are each written out have fewer, and the parser half a second to do with them. */
const mostPieces = 200_000;

/** Kubernetes' own definitions are less than half as deep. Each level is a call within a call for whoever walks over it. */
export const deepest = 200;

/** In each a schema is made anew. */
const mostDocuments = 1000;

/** A comment between brackets. */
export interface Remark {
  readonly start: number;
  readonly end: number;
  /** Where the outermost bracket around it was opened. */
  readonly opened: number;
}

/** A text as the parser takes it, or why it was broken off, and where: no file that is meant to be one is like that. */
export type Documents =
  | { readonly documents: readonly Document[]; readonly remarks: readonly Remark[] }
  | { readonly reason: "large" | "deep" | "many"; readonly at: number };

/** Reads a text of one or several documents. One is always there, if only an empty one. */
export function readDocuments(text: string): Documents {
  if (text.length > longest) return { reason: "large", at: longest };
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  const remarks: Remark[] = [];
  let [pieces, before] = [0, ""];
  for (const piece of new Lexer().lex(text)) {
    pieces += 1;
    if (piece.startsWith("#") && before !== CST.SCALAR) remarks.push(...remarkBetweenBrackets(parser, piece));
    before = piece;
    if (pieces > mostPieces) return { reason: "large", at: parser.offset };
    if (parser.stack.length > deepest) return { reason: "deep", at: parser.offset };
    for (const token of parser.next(piece)) tokens.push(token);
  }
  for (const token of parser.end()) tokens.push(token);
  return withoutStacks(() => compose(tokens, remarks, text.length));
}

function remarkBetweenBrackets({ stack, offset: start }: Parser, piece: string): readonly Remark[] {
  const around = stack.find((token) => token.type === "flow-collection" && token.end.length === 0);
  return around ? [{ start, end: start + piece.trimEnd().length, opened: around.offset }] : [];
}

function compose(tokens: readonly CST.Token[], remarks: readonly Remark[], end: number): Documents {
  const documents: Document[] = [];
  for (const document of new Composer(options).compose(tokens, true, end)) {
    if (documents.length === mostDocuments) return { reason: "many", at: document.range[0] };
    documents.push(document as Document);
  }
  return { documents, remarks };
}

/** Faults are made as errors, by the hundred thousand if need be, and the stack of each, at which nobody looks, costs ten times the rest. */
function withoutStacks<T>(action: () => T): T {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return action();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}
