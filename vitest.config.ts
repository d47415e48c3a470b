import { defineConfig } from "vitest/config";
import { tally } from "./test/support/tally.ts";

/**
 * Projects, so that a unit test never waits for the judges: `npx vitest run --project unit` needs no root and no network and
 * takes seconds; `oracles` installs tools and makes a Debian root, but only when one of its tests is selected; `boot` boots whole
 * clusters in containers, and then `virtual-pi` and `virtual-pi-faults` boot cards on emulated boards.
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
          exclude: ["test/oracles/**", "test/hostile/judged/**", "test/boot/**", "test/virtual-pi/**"],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: "oracles",
          include: ["test/oracles/**/*.test.ts", "test/hostile/judged/**/*.test.ts"],
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
      // Two emulated machines are as much as two cores bear, so the two that the first needs have them for themselves.
      virtualPi("virtual-pi", ["test/virtual-pi/cluster.test.ts"], 1),
      virtualPi("virtual-pi-faults", ["test/virtual-pi/{verb,raspi3b,faults,power-cuts}.test.ts"], 2),
      virtualPi("virtual-pi-memory", ["test/virtual-pi/{edge-pulse,edge-pulse-cuts,idle}.test.ts"], 3),
    ],
  },
});

function virtualPi(name: string, include: string[], groupOrder: number) {
  return {
    test: {
      name,
      include,
      globalSetup: ["test/boot/setup.ts", "test/virtual-pi/setup.ts"],
      testTimeout: 3_600_000,
      hookTimeout: 3_600_000,
      sequence: { groupOrder },
    },
  };
}
