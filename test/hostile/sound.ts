import type { Diagnostic } from "../../src/model/diagnostic.ts";
import type { Sources, Span } from "../../src/model/span.ts";
import { collect } from "../../src/report/collect.ts";
import { formats, print } from "../../src/report/formats.ts";
import { coloured, plain } from "../../src/report/style.ts";

/** No sentence is as long, whatever it quotes. */
const longestMessage = 700;
/** With its notes, its frame and what it suggests. */
const longestLine = 3000;
const mostPretty = 300_000;

/** What is wrong with what a run has to say, in words; nothing when it could be shown to anybody as it is. */
export function unsound(diagnostics: readonly Diagnostic[], sources: Sources): readonly string[] {
  const shown = collect(diagnostics, { strict: false, allow: [] });
  const doubles = shown.length - new Set(shown.map((each) => JSON.stringify(each))).size;
  return [
    ...shown.flatMap((diagnostic) => faultsOf(diagnostic, sources)),
    ...(doubles > 0 ? [`${doubles} diagnostics stand there twice`] : []),
    ...formats.flatMap((format) => {
      const text = print(shown, sources, { format, style: plain, width: 80 });
      return format === "json" ? jsonFaults(text) : textFaults(format, text);
    }),
    ...textFaults("coloured", uncoloured(print(shown, sources, { format: "pretty", style: coloured, width: 80 }))),
  ];
}

function faultsOf({ code, message, span, notes, suggestion }: Diagnostic, sources: Sources): readonly string[] {
  const texts = [message, ...notes.map((note) => note.message), suggestion?.text ?? ""];
  const spans = [span, ...notes.map((note) => note.span), suggestion?.span];
  return [
    ...texts.flatMap((text) => [
      ...(/\p{Cc}/u.test(text) ? [`${code}: a control character in ${JSON.stringify(text)}`] : []),
      ...(text.length > longestMessage ? [`${code}: ${text.length} characters: ${text.slice(0, 80)}`] : []),
    ]),
    ...(message === "" ? [`${code} says nothing`] : []),
    ...spans.flatMap((each) =>
      each && !isInside(each, sources) ? [`${code}: ${JSON.stringify(each)}: no such place`] : [],
    ),
  ];
}

function isInside({ file, start, end }: Span, sources: Sources): boolean {
  const text = sources.get(file);
  return text !== undefined && 0 <= start && start <= end && end <= text.length;
}

function jsonFaults(text: string): readonly string[] {
  try {
    JSON.parse(text);
    return [];
  } catch (error) {
    return [`json: ${error}`];
  }
}

function textFaults(format: string, text: string): readonly string[] {
  const hidden = /[\p{Cc}\p{Cf}\u2028\u2029]/u.exec(text.replaceAll("\n", ""));
  const longest = text.split("\n").reduce((most, line) => Math.max(most, line.length), 0);
  return [
    ...(hidden ? [`${format}: prints U+${hidden[0].codePointAt(0)?.toString(16)}`] : []),
    ...(longest > longestLine ? [`${format}: a line of ${longest} characters`] : []),
    ...(text.length > mostPretty && format === "pretty" ? [`${format}: ${text.length} characters`] : []),
  ];
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the colours.
const uncoloured = (text: string) => text.replace(/\x1b\[\d+m/g, "");
