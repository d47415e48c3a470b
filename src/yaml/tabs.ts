import type { YAMLError } from "yaml";
import type { Diagnostic } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";
import type { Span } from "../model/span.ts";
import { keyColumn, type Line, lineAt, linesAbove } from "./columns.ts";

interface Place {
  readonly start: number;
  readonly end: number;
}

/** The tab in the indentation of the line that an error stands on. */
export function tabBefore(text: string, error: YAMLError): Place | undefined {
  const lineStart = text.lastIndexOf("\n", error.pos[0] - 1) + 1;
  const [indent = ""] = /^[ \t]*/.exec(text.slice(lineStart, lineStart + 200)) ?? [];
  const tab = indent.indexOf("\t");
  if (tab >= 0) return { start: lineStart + tab, end: lineStart + indent.length };
  return error.code === "TAB_AS_INDENT" ? { start: error.pos[0], end: error.pos[1] } : undefined;
}

export function tabFault(file: string, text: string, place: Place): Diagnostic {
  const onlyTabs = !/^ +\S/m.test(text);
  const note = onlyTabs
    ? `; with two for each tab: \`expand -t 2 ${shellName(file)} > new.yaml\``
    : columnNote(text, place.start);
  const span: Span = { file, ...place };
  return fault("tab-indent", "a tab is used to indent", { span, notes: [`YAML is indented by spaces only${note}`] });
}

/** A file name that a shell takes as it stands. */
const shellName = (file: string) => (/^[\w./-]+$/.test(file) ? file : "FILE");

/** What a tab is worth in a file that has both, the neighbours know: the nearest line above without one, and how many tabs more stand here than below it. */
function columnNote(text: string, at: number): string {
  const here = lineAt(text, at).body;
  let first = here;
  for (const line of linesAbove(text, at)) {
    if (!line.body.startsWith("\t")) {
      const deeper = tabsOf(here) - tabsOf(first);
      const isItem = /^\s*- /.test(deeper === 0 ? here : first);
      return deeper < 0 ? "" : `: begin it at column ${columnBelow(text, line, isItem) + 2 * deeper}`;
    }
    first = line.body;
  }
  return "";
}

const tabsOf = (body: string) => /^[ \t]*/.exec(body)?.[0].replaceAll(" ", "").length ?? 0;

/** The column of a line below one without tabs: in it, where that has no value yet, else beside it. */
function columnBelow(text: string, above: Line, isItem: boolean): number {
  if (/:\s*(?:#.*)?$/.test(above.body)) return keyColumn(above) + 2;
  if (!isItem) return keyColumn(above);
  for (const line of [above, ...linesAbove(text, above.start)]) if (line.body.startsWith("- ")) return line.indent + 1;
  return keyColumn(above);
}
