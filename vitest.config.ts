import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { tally } from "./test/support/tally.ts";

const cores = availableParallelism();

/**
 * Projects, so that a unit test never waits for the judges: `npx vitest run --project unit` needs no root and no network and
 * takes seconds; `oracles` installs tools and makes a Debian root, but only when one of its tests is selected; `boot` boots whole
 * clusters in containers, and then `virtual-pi` and its like boot cards on emulated boards.
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
          // Much of it is waiting for timers.
          maxWorkers: Math.ceil(cores * 1.5),
          sequence: { groupOrder: 1 },
        },
      },
      // Two emulated machines are as much as two cores bear; the two whose times are measured have them for themselves. Projects of a
      // group begin by their names: the longest first.
      virtualPi("virtual-pi", ["cluster"], 2),
      virtualPi("virtual-pi-edge-pulse", ["edge-pulse"], 3),
      virtualPi("virtual-pi-faults", ["power-cuts", "carefree"], 3),
      virtualPi("virtual-pi-raspi3b", ["raspi3b"], 3),
      virtualPi("virtual-pi-verb", ["verb", "closed"], 3),
      virtualPi("idle", ["idle"], 4),
    ],
  },
});

function virtualPi(name: string, files: string[], groupOrder: number) {
  return {
    test: {
      name,
      include: files.map((file) => `test/virtual-pi/${file}.test.ts`),
      globalSetup: ["test/boot/setup.ts", "test/virtual-pi/setup.ts"],
      testTimeout: 3_600_000,
      hookTimeout: 3_600_000,
      sequence: { groupOrder },
    },
  };
}
