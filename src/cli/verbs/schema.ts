import { profileJsonSchema } from "../../schema/json-schema.ts";
import type { Io } from "../io.ts";

/** The text of schema/profile.schema.json, wherever edgegen was installed. */
export function schemaVerb(io: Io): number {
  io.out(profileJsonSchema());
  return 0;
}
