import { expect, test } from "vitest";
import { profileJsonSchema } from "../src/schema/json-schema.ts";

test("the schema that profiles name for editors is that of the language", async () => {
  await expect(profileJsonSchema()).toMatchFileSnapshot("../schema/profile.schema.json");
});
