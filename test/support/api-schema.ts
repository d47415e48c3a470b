import { readFileSync } from "node:fs";
import { z } from "zod";

const whole = JSON.parse(readFileSync("schema/edge-pulse-api.schema.json", "utf8"));

/** Why an answer of the diagnostics API is not what the schema says of it; undefined when it is. */
export function schemaFault(kind: "report" | "rate_limited" | "health" | "refusal", text: string): string | undefined {
  const found = z.fromJSONSchema({ $schema: whole.$schema, ...whole.$defs[kind] }).safeParse(JSON.parse(text));
  return found.success ? undefined : z.prettifyError(found.error);
}
