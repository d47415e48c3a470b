import type { ErrorCode, YAMLError } from "yaml";

interface Explanation {
  readonly message: string;
  readonly note?: string;
}

/** What the parser's codes mean for somebody who writes a profile; codes: https://eemeli.org/yaml/#errors. */
const explanations: Partial<Record<ErrorCode, Explanation>> = {
  BLOCK_AS_IMPLICIT_KEY: { message: 'a second ": " on this line', note: 'put text that holds ": " in quotes' },
  MULTILINE_IMPLICIT_KEY: {
    message: 'this is not a "key: value"',
    note: "a key needs a colon and then a space or the end of the line",
  },
  BAD_DQ_ESCAPE: { message: "no such escape sequence", note: "write \\\\ for a backslash, or use single quotes" },
  UNEXPECTED_TOKEN: {
    message: "this does not belong here",
    note: "keys and list items do not mix on one level: look at the indentation",
  },
  MULTIPLE_DOCS: { message: "a second document begins here", note: "a profile is one document: remove the line ---" },
  NON_STRING_KEY: { message: "a key must be plain text" },
  DUPLICATE_KEY: { message: "this key stands here twice" },
  TAG_RESOLVE_FAILED: { message: "tags have no meaning here", note: "text that begins with ! needs quotes" },
  RESOURCE_EXHAUSTION: { message: "nested too deeply to be read" },
  BAD_ALIAS: { message: "no alias can stand here", note: "text that begins with * or & needs quotes" },
  BAD_PROP_ORDER: {
    message: "an anchor or a tag stands at the wrong place",
    note: "text that begins with & or ! needs quotes",
  },
};

export function explain(error: YAMLError, text: string): Explanation {
  if (error.code === "BAD_INDENT") return explainIndent(error);
  if (error.code === "MISSING_CHAR") return explainMissing(error);
  if (error.code === "BAD_SCALAR_START") {
    return { message: `text cannot begin with ${text.charAt(error.pos[0])}`, note: "put it in quotes" };
  }
  return explanations[error.code] ?? { message: "this is not YAML", note: error.message };
}

function explainIndent(error: YAMLError): Explanation {
  if (error.message.startsWith("Flow")) {
    return { message: "a bracket that was opened above is not closed", note: "close it with ] or }" };
  }
  return {
    message: "indented differently from the lines that it belongs to",
    note: "keys of one level begin at the same column",
  };
}

function explainMissing(error: YAMLError): Explanation {
  if (error.message.endsWith("quote")) {
    return {
      message: "a quotation mark that is never closed",
      note: "close it, or double it if it is part of the text",
    };
  }
  if (error.message.startsWith("Implicit map keys")) {
    return {
      message: 'this is not a "key: value"',
      note: "a key needs a colon and then a space or the end of the line",
    };
  }
  return { message: "something is missing here", note: error.message };
}
