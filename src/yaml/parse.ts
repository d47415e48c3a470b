import { type Document, parseAllDocuments, parseDocument } from "yaml";
import type { Diagnostic, Result } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";
import type { Tree } from "../model/tree.ts";
import { syntaxFaults } from "./syntax.ts";
import { toTree } from "./to-tree.ts";

/** YAML 1.2 core: `no` and `0o17` are what the 1.2 specification says, not what 1.1 said. Repeated keys are found by `toTree`, with both places. */
const options = {
  prettyErrors: false,
  uniqueKeys: false,
  stringKeys: true,
  version: "1.2",
  logLevel: "error",
} as const;

/**
 * The one document of a text, with the place of everything in it. `file` is the name that the spans will carry. There is no value
 * when the syntax is wrong anywhere: what the rest means would be a guess.
 */
export function parseYaml(file: string, source: string): Result<Tree> {
  const text = withLineFeeds(source);
  const document = parseDocument(text, options);
  const faults = [...syntaxFaults(file, text, [document]), ...oldVersion(file, text, document)];
  if (faults.length > 0) return { diagnostics: faults };
  const { value, diagnostics } = toTree(file, document);
  const readable = value !== undefined && !diagnostics.some((diagnostic) => diagnostic.code === "yaml-syntax");
  return { ...(readable && { value }), diagnostics };
}

/** Under a `%YAML 1.1` directive `no` would be false and `0600` octal, of all things in a file that says so in its first line. */
function oldVersion(file: string, text: string, document: Document): readonly Diagnostic[] {
  const { explicit, version } = document.directives?.yaml ?? {};
  if (!explicit || version === "1.2") return [];
  const start = text.indexOf("%YAML");
  const span = { file, start, end: start + "%YAML 1.1".length };
  return [fault("yaml-syntax", `profiles are YAML 1.2, not ${version}`, { span, notes: ["remove this line"] })];
}

/** A CR alone ends a line too (YAML 1.2.2, 5.4), which the library does not know. No character moves. */
const withLineFeeds = (source: string) => source.replace(/\r(?!\n)/g, "\n");

/** What is wrong with the syntax of a text that may hold several documents, such as a Kubernetes manifest. */
export function checkYaml(file: string, source: string): readonly Diagnostic[] {
  const text = withLineFeeds(source);
  const documents = parseAllDocuments(text, options);
  return syntaxFaults(file, text, documents as readonly Document[]);
}
