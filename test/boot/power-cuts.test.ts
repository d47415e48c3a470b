import { expect, test } from "vitest";
import { cardOf, stampsOf, stampsOnDisk } from "./disk.ts";
import { awaitNodes, awaitReady } from "./node.ts";
import { openRack, type Rack } from "./rack.ts";
import { random } from "./random.ts";
import { findSecrets } from "./secrets.ts";

/** EDGEGEN_SEED=N repeats a run; without it every run looks at other moments. */
const firstSeed = Number(process.env["EDGEGEN_SEED"] ?? Date.now() % 1_000_000);

/** In seconds; longer than a first boot takes where four run side by side: some cuts meet a node that is ready. */
const span = 20;

interface Outcome {
  readonly seed: number;
  readonly node: string;
  readonly cutAfter: number;
  readonly recovered: boolean;
}

async function cutAndRecover(rack: Rack, node: string, seed: number): Promise<Outcome> {
  const cutAfter = random(seed) * span;
  await rack.flash(node);
  await rack.on(node);
  await new Promise((resolve) => setTimeout(resolve, cutAfter * 1000));
  await rack.cut(node);
  const from = rack.console(node).length;
  await rack.on(node);
  await awaitReady(rack, node, 120);
  if (node === "dcn2") await awaitNodes(rack, "dcn1 Ready", "dcn2 Ready");
  const stamps = stampsOnDisk(rack, node).map(([name]) => name);
  expect(stamps.toSorted()).toEqual(stampsOf(cardOf(node)).toSorted());
  expect((await findSecrets(rack, node)).misplaced).toEqual([]);
  const recovered = rack.console(node).slice(from).includes("an earlier first boot did not get through");
  await rack.cut(node);
  return { seed, node, cutAfter, recovered };
}

/** Two lanes for each role, side by side: each lane has a network of its own. */
const lanes = [
  { node: "dcn1", offset: 0 },
  { node: "dcn2", offset: 5 },
  { node: "dcn1", offset: 10 },
  { node: "dcn2", offset: 15 },
] as const;

test.concurrent.for(lanes)(
  "five power cuts in the first boot of $node, lane $offset",
  { timeout: 900_000 },
  async ({ node, offset }) => {
    const rack = await openRack("dcn1", "dcn2");
    try {
      if (node === "dcn2") {
        await rack.on("dcn1");
        await awaitReady(rack, "dcn1");
      }
      for (let index = 0; index < 5; index += 1) {
        const seed = firstSeed + offset + index;
        process.stdout.write(`seed ${seed}: ${node} is cut after ${(random(seed) * span).toFixed(2)} s\n`);
        const { recovered } = await cutAndRecover(rack, node, seed);
        process.stdout.write(
          `seed ${seed}: ready at the next power-on${recovered ? ", cloud-init started over" : ""}\n`,
        );
      }
    } finally {
      await rack.close();
    }
  },
);
