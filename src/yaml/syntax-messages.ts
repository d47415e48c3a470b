import type { ErrorCode, YAMLError } from "yaml";
import { secretNamed } from "../model/placeholder.ts";
import { commaAt, missingCommaWithin, neverClosed, secondColon, secretWithoutBraces } from "./brackets.ts";
import { betterColumn, isAmongKeysOfItem, isIndentedItemAbove, lineAbove, lineAt } from "./columns.ts";
import type { Explanation } from "./explanation.ts";
import { otherMarksAt, templateAt, unclosedQuote, whereToClose } from "./marks.ts";
import { openingQuote } from "./opened.ts";
import { bracketBehindKey, inQuotes, itemWithoutSpace, listBehindKey, meantPair } from "./pairs.ts";
import type { Reading } from "./reading.ts";
import { deeperLine, missingComma, rangeAt } from "./slips.ts";

/** A tag and what stands behind it, on a line that has no end in a text that is no YAML. */
const nearby = 200;

const noPair = {
  message: 'this is not a "key: value"',
  note: "a key needs a colon and then a space or the end of the line",
};
const mixed = {
  message: "this does not belong here",
  note: "keys and list items do not mix on one level: look at the indentation",
};
const behindMark = {
  message: "text begins on the line below | or >",
  note: "text that begins with | or > itself needs quotes",
};
const behindTheEnd = {
  message: "this stands behind the end of the value",
  note: "text that holds quotation marks or brackets needs quotes around all of it",
};

/** What the parser's codes mean for somebody who writes a profile; codes: https://eemeli.org/yaml/#errors. */
const explanations: Partial<Record<ErrorCode, Explanation>> = {
  BLOCK_AS_IMPLICIT_KEY: {
    message: 'a second ": " on this line',
    note: 'put text that holds ": " in quotes, and keys that belong to this one in { }, or on lines of their own',
  },
  BAD_DQ_ESCAPE: { message: "no such escape sequence", note: "write \\\\ for a backslash, or use single quotes" },
  NON_STRING_KEY: { message: "a key must be plain text" },
  DUPLICATE_KEY: { message: "this key stands here twice" },
  BAD_ALIAS: { message: "no alias can stand here", note: "text that begins with * or & needs quotes" },
  BAD_DIRECTIVE: { message: "no such directive", note: "text that begins with % needs quotes" },
  BAD_PROP_ORDER: {
    message: "an anchor or a tag stands at the wrong place",
    note: "text that begins with & or ! needs quotes",
  },
};

export function explain(error: YAMLError, reading: Reading): Explanation {
  const { text, shown, opened } = reading;
  const [at] = error.pos;
  const strange = unclosedQuote(text, shown, at, opened) ?? templateAt(text, at) ?? otherMarksAt(shown, at);
  return strange ?? byCode(error, reading);
}

function byCode(error: YAMLError, reading: Reading): Explanation {
  const { text } = reading;
  const [at] = error.pos;
  if (error.code === "TAG_RESOLVE_FAILED") return tagAt(text, at) ?? { ...unknownTag };
  if (error.code === "BAD_INDENT") return explainIndent(error, reading);
  if (error.code === "MISSING_CHAR") return explainMissing(error, reading);
  if (error.code === "UNEXPECTED_TOKEN") return explainToken(error, reading);
  if (error.code === "BAD_SCALAR_START") {
    return { message: `text cannot begin with ${text.charAt(at)}`, note: "put it in quotes", ...inQuotes(text, at) };
  }
  const isKey = error.code === "BLOCK_AS_IMPLICIT_KEY" || error.code === "MULTILINE_IMPLICIT_KEY";
  if (isKey && /^\s*- /.test(text.slice(at, at + 200))) return misplacedItem(text, at);
  const slip = isKey
    ? (itemWithoutSpace(text, at) ?? bracketBehindKey(text, at) ?? slipOfKey(error, reading))
    : undefined;
  if (error.code === "BLOCK_IN_FLOW") return secondColon(error, reading) ?? missingCommaWithin(error, reading);
  return slip ?? explanations[error.code] ?? { message: "this is not YAML", note: error.message };
}

const unknownTag = { message: "tags have no meaning here", note: "text that begins with ! needs quotes" };

/** What other programs read from elsewhere, or fill in. */
function tagAt(text: string, at: number): Explanation | undefined {
  const [tag, name, value = ""] = /^!(\w+)(?:[ \t]+([^\s,{}[\]#]+))?/.exec(text.slice(at, at + nearby)) ?? [];
  if (tag === undefined || name === undefined) return undefined;
  const end = at + tag.length;
  if (name === "secret" && secretNamed(tag) === value)
    return { message: unknownTag.message, suggestion: `{secret: ${value}}`, start: at, end };
  if (!/^(?:secret|env|env_var|vault|ref|sub)$/i.test(name)) return undefined;
  return { message: unknownTag.message, note: "edgegen fills in nothing: write the value itself, or `{secret: NAME}`" };
}

function slipOfKey(error: YAMLError, { text, opened }: Reading): Explanation | undefined {
  const [at] = error.pos;
  if (error.code === "BLOCK_AS_IMPLICIT_KEY") return secretWithoutBraces(text, at) ?? deeperLine(text, at);
  return missingComma(text, at, opened) ?? deeperLine(text, at) ?? withoutColon(text, at);
}

/** A line without a colon, and with a remark behind it, is only noticed at the next one. */
function colonAbove(text: string, at: number): Explanation | undefined {
  const above = lineAbove(text, at);
  const isAlike = above?.indent === lineAt(text, at).indent && !/^- |:(?:\s|$)/.test(above.body);
  return above && isAlike ? withoutColon(text, above.start) : undefined;
}

/** A line that has no colon, or none that counts. */
function withoutColon(text: string, at: number): Explanation {
  const { start, indent, body } = lineAt(text, at);
  const written = body.slice(at - start).replace(/\s+(?:#.*)?$/, "");
  const suggestion = meantPair(written);
  const end = at + written.length;
  // Below a key that lost its colon each line is a fault to the parser.
  const wake = suggestion?.endsWith(":") ? indent : undefined;
  return {
    ...noPair,
    start: at,
    end,
    ...(suggestion !== undefined && { suggestion }),
    ...(wake !== undefined && { wake }),
  };
}

function explainIndent(error: YAMLError, reading: Reading): Explanation {
  const { text } = reading;
  const [at] = error.pos;
  const [, kind] = /^Flow (map|sequence)/.exec(error.message) ?? [];
  if (kind === undefined) return itemWithoutSpace(text, at) ?? colonAbove(text, at) ?? betterColumn(text, at);
  return neverClosed(kind === "map" ? "{" : "[", at, reading);
}

function explainMissing(error: YAMLError, reading: Reading): Explanation {
  const { text, shown, opened } = reading;
  const [at] = error.pos;
  if (error.message.endsWith("quote")) {
    const start = openingQuote(opened, at);
    const note = whereToClose(text, shown, { start, end: at }) ?? "close it, or double it if it is part of the text";
    return { message: "a quotation mark that is never closed", note, start };
  }
  if (error.message.startsWith("Implicit map keys")) return itemWithoutSpace(text, at) ?? withoutColon(text, at);
  if (error.message.startsWith("Sequence item without")) return betterColumn(text, at);
  if (error.message.startsWith("Missing , ")) return rangeAt(shown, at) ?? commaAt(error, reading);
  return rangeAt(shown, at) ?? { message: "something is missing here", note: error.message };
}

function explainToken(error: YAMLError, { text, shown }: Reading): Explanation {
  const range = rangeAt(shown, error.pos[0]);
  if (range) return range;
  if (/[\]}]/.test(text.charAt(error.pos[0]))) {
    return { message: "a closing bracket that was never opened", note: "remove it, or put the text in quotes" };
  }
  if (error.message.startsWith("Block scalar header")) return behindMark;
  if (error.message.startsWith("Unexpected , in flow")) return { message: "a comma too many" };
  if (error.message.endsWith("at node end")) return bracketBehindKey(text, error.pos[0]) ?? behindTheEnd;
  return misplacedItem(text, error.pos[0]);
}

function misplacedItem(text: string, at: number): Explanation {
  const start = at + (/^ */.exec(text.slice(at, at + 200))?.[0].length ?? 0);
  const isItem = text.startsWith("- ", start) && (isIndentedItemAbove(text, start) || isAmongKeysOfItem(text, start));
  return listBehindKey(text, start) ?? (isItem ? betterColumn(text, start) : mixed);
}
