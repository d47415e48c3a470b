import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { type Code, catalogue } from "../../src/model/catalogue.ts";
import type { Ran } from "../support/workplace.ts";

/** A row of a table in docs/images.md. */
export interface Row {
  readonly given: string;
  readonly code: Code;
  /** What must be said, in this order. */
  readonly said: readonly string[];
}

/** The tables from one heading, or paragraph, of the page to the next heading or table. */
export function rowsBehind(text: string): readonly Row[] {
  const page = readFileSync("docs/images.md", "utf8");
  const [table = ""] = /^\| what.*?\n(?!\|)/ms.exec(page.slice(page.indexOf(text))) ?? [];
  const rows = table.split("\n").slice(2).filter(Boolean);
  return rows.map((row) => {
    const [given = "", code = "", said = ""] = row
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim());
    return { given, code: code as Code, said: said.split("; ") };
  });
}

/** N is a number, IMG the image, and `...` anything. */
function pattern(said: string): string {
  const exact = said.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
  return exact
    .replaceAll("\\.\\.\\.", ".*")
    .replace(/\bN\b/g, "[\\d.]+")
    .replace(/\bIMG(?! makes)\b/g, "\\S+");
}

export function expectSaid({ code, said }: Row, ran: Ran): void {
  expect(ran.err).toContain(`error[${code}]: `);
  expect(ran.err).toMatch(new RegExp(said.map(pattern).join("[^]*")));
  expect(ran.code).toBe(catalogue[code].exit);
}
