import { expect, test } from "vitest";
import { cli } from "../src/cli/cli.ts";
import { errorsPage } from "../src/explain/errors-page.ts";
import { catalogue } from "../src/model/catalogue.ts";
import { testIo } from "./support/test-io.ts";

test("docs/errors.md is what the catalogue and the explanations say", async () => {
  await expect(errorsPage()).toMatchFileSnapshot("../docs/errors.md");
});

test("the table of docs/errors.md has every code, and each has its section", () => {
  const page = errorsPage();
  for (const code of Object.keys(catalogue)) {
    expect(page).toContain(`| [${code}](#${code}) |`);
    expect(page).toContain(`\n### ${code}\n`);
  }
});

/** The message at the page's beginning, as the fixture gets it. */
async function shown(format: string): Promise<string> {
  const io = testIo();
  await cli(["validate", "--format", format, "--profile", "test/errors/bad-name/profile.yaml"], io);
  return (io.printed.out + io.printed.err).replaceAll("test/errors/bad-name/profile.yaml", "profiles/lab.yaml");
}

test.each(["pretty", "line", "json"])(
  "what docs/errors.md shows of the format %s is what is printed",
  async (format) => {
    const message = (await shown(format)).replace(/\n\n1 error.*\n$/, "\n");
    expect(errorsPage()).toContain(`\`\`\`${format === "json" ? "json" : ""}\n${message}\`\`\`\n`);
  },
);

test("a message that is fit for GitHub is a workflow command", async () => {
  expect(await shown("github")).toMatch(/^::error file=profiles\/lab.yaml,line=6,col=12,title=bad-name::/);
});
