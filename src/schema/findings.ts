import * as z from "zod";
import { looksSecret } from "../model/secret-key.ts";
import type { Path } from "../model/tree.ts";
import type { Finding } from "./finding.ts";
import type { FormParams } from "./form.ts";
import { choicesOf, describe, keysOf, schemaAt } from "./walk.ts";
import { wordsOf } from "./words.ts";

type Issue = z.core.$ZodIssue;

/** Issues of the schema in terms of the profile language. `plain` is what was parsed: an absent value is missing, not of the wrong type. */
export function findings(schema: z.core.$ZodType, plain: unknown, issues: readonly Issue[]): readonly Finding[] {
  return issues.flatMap((issue) => fromIssue(schema, plain, issue, []));
}

function fromIssue(schema: z.core.$ZodType, plain: unknown, issue: Issue, base: Path): readonly Finding[] {
  const path = [...base, ...(issue.path as Path)];
  if (issue.code === "unrecognized_keys") return unknownKeys(schema, path, issue.keys);
  const value = valueAt(plain, path);
  if (value === undefined) return [{ kind: "missing", path }];
  if (issue.code === "invalid_union") return fromUnion(schema, plain, issue, path);
  if (issue.code === "invalid_key")
    return issue.issues.flatMap((inner) => formFinding(schema, path, inner as Issue, true));
  if (issue.code === "custom") return formFinding(schema, path, issue, false);
  if (issue.code === "too_small" || issue.code === "too_big") return [limitFinding(schema, path)];
  return [typeFinding(schema, path)];
}

function unknownKeys(schema: z.core.$ZodType, path: Path, keys: readonly string[]): readonly Finding[] {
  const allowed = keysOf(schemaAt(schema, path));
  const secrets = allowed.filter((key) => isSecret(schema, [...path, key]));
  const secret = isSecret(schema, path);
  return keys.map((key) => ({ kind: "unknown", path, key, allowed, secrets, secret }));
}

/** Whether a value stands behind or anywhere below a key that has a secret behind it. */
function isSecret(schema: z.core.$ZodType, path: Path): boolean {
  return path.some(
    (step, index) =>
      (typeof step === "string" && looksSecret(step)) ||
      wordsOf(schemaAt(schema, path.slice(0, index + 1))).secret === true,
  );
}

/** The choice whose type fits says more than "none of these"; when none fits, it is a matter of type. */
function fromUnion(
  schema: z.core.$ZodType,
  plain: unknown,
  issue: z.core.$ZodIssueInvalidUnion,
  path: Path,
): readonly Finding[] {
  const near = issue.errors.find((issues) => !issues.some((inner) => inner.path.length === 0 && isMismatch(inner)));
  if (near) return near.flatMap((inner) => fromIssue(schema, plain, inner, path));
  return [typeFinding(schema, path)];
}

const isMismatch = (issue: Issue) => issue.code === "invalid_type" || issue.code === "invalid_value";

function typeFinding(schema: z.core.$ZodType, path: Path): Finding {
  const expectedSchema = schemaAt(schema, path);
  const choices = choicesOf(expectedSchema);
  const expected = describe(expectedSchema);
  const { expected: note, checked = false } = wordsOf(expectedSchema);
  const fits = (other: unknown) => (expectedSchema ? z.safeParse(expectedSchema, other).success : false);
  if (choices.length > 0) return { kind: "choice", path, choices, expected, fits };
  // Of a release only a rule knows whether it is one: that it is text is no reason to recommend it.
  const isSure = checked || note === undefined;
  return { kind: "type", path, expected, note, fits: isSure ? fits : () => false, secret: isSecret(schema, path) };
}

function limitFinding(schema: z.core.$ZodType, path: Path): Finding {
  const limited = schemaAt(schema, path);
  const what = limited instanceof z.ZodArray ? "a list with something in it" : describe(limited);
  return { ...plainForm, path, what, expected: what };
}

const plainForm = {
  kind: "form",
  code: "bad-value",
  atKey: false,
  hint: undefined,
  mended: undefined,
  secret: false,
} as const;

function formFinding(schema: z.core.$ZodType, path: Path, issue: Issue, atKey: boolean): readonly Finding[] {
  if (issue.code !== "custom" || issue.params === undefined) return [];
  const { form, mended, hint } = issue.params as unknown as FormParams;
  const { what, expected, code = "bad-value" } = form;
  return [{ kind: "form", path, code, atKey, what, expected, hint, mended, secret: isSecret(schema, path) }];
}

function valueAt(plain: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, step) => {
    const inside = typeof value === "object" && value !== null && Object.hasOwn(value, step);
    return inside ? (value as Record<string | number, unknown>)[step] : undefined;
  }, plain);
}
