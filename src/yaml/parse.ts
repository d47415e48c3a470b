import type { Document } from "yaml";
import type { Diagnostic, Result } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";
import type { Tree } from "../model/tree.ts";
import { cutValues } from "./cut-values.ts";
import { type Documents, readDocuments } from "./documents.ts";
import { objectFaults } from "./manifest.ts";
import { syntaxFaults } from "./syntax.ts";
import { toTree } from "./to-tree.ts";

/**
 * The one document of a text, with the place of everything in it. `file` is the name that the spans will carry. There is no value
 * when the syntax is wrong anywhere: what the rest means would be a guess.
 */
export function parseYaml(file: string, source: string): Result<Tree> {
  const text = withLineFeeds(source);
  const read = readDocuments(text);
  if ("reason" in read)
    return { diagnostics: [brokenOff(file, text, read, 'nodes that differ only in a number can be one: "w{1..100}"')] };
  const [document, second] = read.documents;
  if (document === undefined) return { diagnostics: [] };
  const faults = [
    ...syntaxFaults(file, text, [document], read.remarks),
    ...oldVersion(file, text, document),
    ...another(file, text, second),
  ];
  if (faults.length > 0) return { diagnostics: faults };
  const { value, diagnostics } = toTree(file, document);
  const readable = value !== undefined && !diagnostics.some((diagnostic) => diagnostic.code === "yaml-syntax");
  return {
    ...(readable && { value }),
    diagnostics: [...cutValues(file, text, document, read.remarks), ...diagnostics],
  };
}

/** Under a `%YAML 1.1` directive `no` would be false and `0600` octal, of all things in a file that says so in its first line. */
function oldVersion(file: string, text: string, document: Document): readonly Diagnostic[] {
  const { explicit, version } = document.directives?.yaml ?? {};
  if (!explicit || version === "1.2") return [];
  const start = text.indexOf("%YAML");
  const span = { file, start, end: start + "%YAML 1.1".length };
  return [fault("yaml-syntax", `profiles are YAML 1.2, not ${version}`, { span, notes: ["remove this line"] })];
}

function another(file: string, text: string, second: Document | undefined): readonly Diagnostic[] {
  const start = second?.range?.[0];
  if (start === undefined) return [];
  const end = start + (/^[^\n]*/.exec(text.slice(start))?.[0].length ?? 0);
  const notes = ["a profile is one document: remove the line ---"];
  return [fault("yaml-syntax", "a second document begins here", { span: { file, start, end }, notes })];
}

/** A CR alone ends a line too (YAML 1.2.2, 5.4), which the library does not know. No character moves. */
const withLineFeeds = (source: string) => source.replace(/\r(?!\n)/g, "\n");

/** What is wrong with a Kubernetes manifest, which may hold several documents. */
export function checkManifest(file: string, source: string): readonly Diagnostic[] {
  const text = withLineFeeds(source);
  const read = readDocuments(text);
  if ("reason" in read) return [brokenOff(file, text, read, "split it into several files")];
  const faults = syntaxFaults(file, text, read.documents, read.remarks);
  return faults.length > 0 ? faults : objectFaults(file, read.documents);
}

const reasons = {
  large: "from here on the file is larger than any that is meant to be one",
  deep: "nested too deeply to be read",
  many: "from here on there are more documents than can be meant",
} as const;

type BrokenOff = Extract<Documents, { reason: string }>;

function brokenOff(file: string, text: string, { reason, at }: BrokenOff, remedy: string): Diagnostic {
  const start = Math.min(at, text.length);
  const span = { file, start, end: Math.min(start + 1, text.length) };
  return fault("yaml-syntax", reasons[reason], { span, notes: reason === "deep" ? [] : [remedy] });
}
