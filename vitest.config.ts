import { defineConfig } from "vitest/config";
import { tally } from "./test/support/tally.ts";

/**
 * Three projects, so that a unit test never waits for the judges: `npx vitest run --project unit` needs no root and no network and
 * takes seconds; `oracles` installs tools and makes a Debian root, but only when one of its tests is selected; `boot` boots whole
 * clusters in containers.
 */
export default defineConfig({
  test: {
    // The default leaves one core to a person who watches; on the two cores of CI that is half of them.
    maxWorkers: "100%",
    reporters: ["default", tally],
    projects: [
      // Nothing here is about time; a busy machine must not make it so.
      {
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: ["test/oracles/**", "test/boot/**", "test/virtual-pi/**"],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: "oracles",
          include: ["test/oracles/**/*.test.ts"],
          globalSetup: ["test/oracles/setup.ts"],
          testTimeout: 120_000,
        },
      },
      {
        test: {
          name: "boot",
          include: ["test/boot/**/*.test.ts"],
          globalSetup: ["test/boot/setup.ts"],
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
      {
        test: {
          name: "virtual-pi",
          include: ["test/virtual-pi/**/*.test.ts"],
          globalSetup: ["test/boot/setup.ts", "test/virtual-pi/setup.ts"],
          testTimeout: 1_800_000,
          hookTimeout: 1_800_000,
        },
      },
    ],
  },
});
