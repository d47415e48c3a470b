import { type Code, catalogue } from "../model/catalogue.ts";
import { base } from "./example.ts";
import type { Case, Explanation, ProfileFault } from "./explanation.ts";
import { explanations } from "./explanations.ts";
import { groups } from "./groups.ts";
import { reading } from "./reading.ts";
import { failing, summaryOf } from "./words.ts";

/** docs/errors.md: how messages read, then every code. */
export function errorsPage(): string {
  const sections = groups().flatMap(({ title, codes }) => [`## ${title}`, ...codes.map(section)]);
  return `${[reading, "## All codes", table(), aboutExamples(), ...sections].join("\n\n")}\n`;
}

function table(): string {
  const rows = groups().flatMap(({ codes }) => codes.map(row));
  return ["| code | severity | exit code | what is wrong |", "|---|---|---|---|", ...rows].join("\n");
}

function row(code: Code): string {
  const { severity, exit } = catalogue[code];
  return `| [${code}](#${code}) | ${severity} | ${severity === "warning" ? 0 : exit} | ${summaryOf(explanations[code])} |`;
}

const aboutExamples =
  () => `What an example does not say is as in this profile; a key of the example stands in place of the one here. Tests compile all of
them: the wrong ones are told exactly the code that they stand below, the right ones nothing at all.

${fenced(Object.values(base).join(""))}`;

function section(code: Code): string {
  const explanation: Explanation = explanations[code];
  const head = `### ${code}\n\n${catalogue[code].severity}: ${failing(code)}.`;
  const body = "remedy" in explanation ? [`What to do: ${explanation.remedy}`] : examples(explanation);
  return [head, explanation.meaning, explanation.why, ...body].join("\n\n");
}

function examples({ wrong, right, files = {}, cases = [] }: ProfileFault): readonly string[] {
  const beside = Object.entries(files).map(([name, text]) => `Beside it, \`${name}\`:\n\n${fenced(text)}`);
  const more = cases.flatMap((each) => [`${each.title}:`, pair(each)]);
  return [pair({ wrong, right }), ...beside, ...more];
}

const pair = ({ wrong, right }: Pick<Case, "wrong" | "right">) =>
  [`Wrong:`, fenced(wrong), `Right:`, fenced(right)].join("\n\n");

const fenced = (text: string) => `\`\`\`yaml\n${text.trimEnd()}\n\`\`\``;
