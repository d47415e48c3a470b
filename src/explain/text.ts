import { type Code, catalogue } from "../model/catalogue.ts";
import type { Case } from "./explanation.ts";
import { explanations } from "./explanations.ts";
import { groups } from "./groups.ts";
import { failing, summaryOf } from "./words.ts";

/** What `edgegen explain CODE` prints. */
export function explained(code: Code, width: number): string {
  const explanation = explanations[code];
  const columns = Math.min(width, 100);
  const blocks = [
    `${catalogue[code].severity}[${code}]: ${failing(code)}`,
    wrapped(explanation.meaning, columns),
    wrapped(explanation.why, columns),
    ...("remedy" in explanation
      ? [`What to do:\n${wrapped(explanation.remedy, columns, "  ")}`]
      : [...examples(explanation), ...(explanation.cases ?? []).flatMap(oneCase)]),
  ];
  return `${blocks.join("\n\n")}\n`;
}

const examples = ({ wrong, right }: Pick<Case, "wrong" | "right">) => [
  `Wrong:\n${indented(wrong)}`,
  `Right:\n${indented(right)}`,
];

const oneCase = (each: Case) => [`* ${each.title}.`, ...examples(each)];

/** What `edgegen explain` prints: a line for each code. */
export function listOfCodes(width: number): string {
  const column = Math.max(...Object.keys(catalogue).map((code) => code.length)) + 2;
  const line = (code: Code) => {
    const [first = "", ...rest] = lines(summaryOf(explanations[code]), Math.max(30, Math.min(width, 120) - column - 2));
    return [`  ${code.padEnd(column)}${first}`, ...rest.map((more) => " ".repeat(column + 2) + more)].join("\n");
  };
  const lists = groups().map(({ title, codes }) => `${title}\n${codes.map(line).join("\n")}`);
  return `${lists.join("\n\n")}\n`;
}

const indented = (example: string) => example.trimEnd().replace(/^/gm, "  ");

const wrapped = (paragraph: string, width: number, indent = "") =>
  lines(paragraph, Math.max(30, width - indent.length))
    .map((line) => indent + line)
    .join("\n");

/** Words are kept whole. */
function lines(paragraph: string, width: number): readonly string[] {
  const found: string[] = [];
  for (const word of paragraph.split(" ")) {
    const last = found.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) found.push(word);
    else found[found.length - 1] = `${last} ${word}`;
  }
  return found;
}
