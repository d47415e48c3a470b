import { expect, test } from "vitest";
import { cardOf, stampsOf, stampsOnDisk } from "./disk.ts";
import { awaitRancher } from "./managed.ts";
import { awaitConsole, awaitNodes, awaitReady } from "./node.ts";
import { openRack, type Rack } from "./rack.ts";
import { random } from "./random.ts";
import { findSecrets } from "./secrets.ts";

/** EDGEGEN_SEED=N repeats a run; without it every run looks at other moments. */
const firstSeed = Number(process.env["EDGEGEN_SEED"] ?? Date.now() % 1_000_000);

interface Lane {
  readonly node: string;
  readonly offset: number;
  /** Of the time in which cuts fall, in seconds. */
  readonly span: number;
  /** Its beginning, a line on the console; without one it is the power-on. */
  readonly begins?: string;
}

/** `cutAfter`: in seconds, from the power-on or from the line that the lane waits for. */
async function cutAndRecover(rack: Rack, { node, begins }: Lane, cutAfter: number): Promise<boolean> {
  const before = rack.console(node).length;
  await rack.flash(node);
  await rack.on(node);
  if (begins) await awaitConsole(rack, node, begins, before);
  await new Promise((resolve) => setTimeout(resolve, cutAfter * 1000));
  await rack.cut(node);
  const from = rack.console(node).length;
  await rack.on(node);
  await awaitReady(rack, node, 120);
  if (node === "dcn0") await awaitRancher(rack);
  if (node === "dcn2") await awaitNodes(rack, "dcn1 Ready", "dcn2 Ready");
  expect(await rack.run(node, "dpkg", "--audit")).toEqual({ code: 0, text: "" });
  const stamps = stampsOnDisk(rack, node).map(([name]) => name);
  expect(stamps.toSorted()).toEqual(stampsOf(cardOf(node)).toSorted());
  expect((await findSecrets(rack, node)).misplaced).toEqual([]);
  const recovered = rack.console(node).slice(from).includes("an earlier first boot did not get through");
  await rack.cut(node);
  return recovered;
}

/**
 * Side by side, each in a network of its own. A span is longer than a first boot takes where four run: some cuts meet a node that is
 * ready. What comes first is the same on all nodes, so those of Rancher's node fall where it installs packages and pulls its image.
 */
const lanes: readonly Lane[] = [
  { node: "dcn1", offset: 0, span: 20 },
  { node: "dcn2", offset: 5, span: 20 },
  { node: "dcn1", offset: 10, span: 20 },
  { node: "dcn0", offset: 15, span: 4, begins: "step docker ..." },
];

test.concurrent.for(lanes)(
  "five power cuts in the first boot of $node, lane $offset",
  { timeout: 900_000 },
  async (lane) => {
    const { node, offset, span, begins = "power on" } = lane;
    const rack = await openRack(...(node === "dcn2" ? ["dcn1", node] : [node]));
    try {
      if (node === "dcn2") {
        await rack.on("dcn1");
        await awaitReady(rack, "dcn1");
      }
      for (let index = 0; index < 5; index += 1) {
        const seed = firstSeed + offset + index;
        const cutAfter = random(seed) * span;
        process.stdout.write(`seed ${seed}: ${node} is cut ${cutAfter.toFixed(2)} s after "${begins}"\n`);
        const recovered = await cutAndRecover(rack, lane, cutAfter);
        process.stdout.write(
          `seed ${seed}: ready at the next power-on${recovered ? ", cloud-init started over" : ""}\n`,
        );
      }
    } finally {
      await rack.close();
    }
  },
);
