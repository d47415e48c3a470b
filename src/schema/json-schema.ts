import * as z from "zod";
import { profileSchema } from "./profile.ts";

/** The profile language as JSON Schema (draft 2020-12), for editors: completion, descriptions and errors while typing. */
export function profileJsonSchema(): string {
  const { $schema, ...schema } = z.toJSONSchema(profileSchema(), { io: "input" });
  const title = "A cluster profile of edgegen, version 1";
  return `${JSON.stringify({ $schema, title, ...schema }, undefined, 2)}\n`;
}
