import { defineConfig } from "vitest/config";

/**
 * Two projects, so that a unit test never waits for the judges: `npx vitest run --project unit` needs no root and no network and
 * takes seconds; `oracles` installs tools and makes a Debian root, but only when one of its tests is selected.
 */
export default defineConfig({
  test: {
    // The default leaves one core to a person who watches; on the two cores of CI that is half of them.
    maxWorkers: "100%",
    projects: [
      { test: { name: "unit", include: ["test/**/*.test.ts"], exclude: ["test/oracles/**"] } },
      { test: { name: "oracles", include: ["test/oracles/**/*.test.ts"], globalSetup: ["test/oracles/setup.ts"] } },
    ],
  },
});
