import type { Code } from "../model/catalogue.ts";
import { badName } from "./codes/bad-name.ts";
import { diskFull } from "./codes/disk-full.ts";
import { includeMissing } from "./codes/include-missing.ts";
import type { Explanation } from "./explanation.ts";

/** Of every code, in the order of the catalogue. */
export const explanations: Partial<Readonly<Record<Code, Explanation>>> = {
  "include-missing": includeMissing,
  "bad-name": badName,
  "disk-full": diskFull,
};
