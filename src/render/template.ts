import Handlebars from "handlebars";
import type { Templates } from "../model/plan.ts";
import { quoteLine, quoteShell, quoteUnit } from "./quote.ts";

const helpers: Readonly<Record<string, (value: unknown) => string>> = {
  sh: (value) => quoteShell(asText(value)),
  unit: (value) => quoteUnit(asText(value)),
  line: (value) => quoteLine(asText(value)),
  json: (value) => JSON.stringify(value),
};

const engine = Handlebars.create();
for (const [name, helper] of Object.entries(helpers)) engine.registerHelper(name, helper);

type Fill = (data: Readonly<Record<string, unknown>>) => string;
const compiled = new WeakMap<Templates, Map<string, Fill>>();

/**
 * Fills one template. Missing values, unknown helpers and unknown templates throw: they are mistakes in edgegen, not in a profile.
 * `noEscape` because the targets are shell, systemd and plain text; that every value passes a quoting helper is held by a test.
 */
export function fillTemplate(templates: Templates, name: string, data: Readonly<Record<string, unknown>>): string {
  const known = compiled.get(templates) ?? new Map<string, Fill>();
  compiled.set(templates, known);
  const fill = known.get(name) ?? compile(templates, name);
  known.set(name, fill);
  return fill(data);
}

function compile(templates: Templates, name: string): Fill {
  const text = templates.get(name);
  if (text === undefined) throw new Error(`there is no template ${name}`);
  if (!text.includes("{{")) return () => text;
  const knownHelpers = Object.fromEntries(Object.keys(helpers).map((helper) => [helper, true]));
  return engine.compile(text, { strict: true, noEscape: true, knownHelpersOnly: true, knownHelpers });
}

/** An object would print as [object Object], a missing value as nothing: neither may reach a card. */
function asText(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw new Error(`a template wants text, not ${value === null ? "null" : typeof value}`);
}
