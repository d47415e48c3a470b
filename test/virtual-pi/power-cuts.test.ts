import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ConsoleEvent } from "../../src/boot/console.ts";
import { consolePath } from "../../src/boot/power.ts";
import { random } from "../boot/random.ts";
import { cutAt, type Moment } from "./cuts.ts";
import { damage, spoil } from "./disk.ts";
import { type Lab, once, openLab, plugIn, type VirtualNode, wanting, wrong } from "./lab.ts";

/** EDGEGEN_CUTS=20 is `make boot-faults`; EDGEGEN_SEED=N repeats a run. Two more are in edge-pulse.test.ts. */
const cuts = Number(process.env["EDGEGEN_CUTS"] ?? 3);
const firstSeed = Number(process.env["EDGEGEN_SEED"] ?? Date.now() % 1_000_000);

const stage = (name: string) => (event: ConsoleEvent) => event.kind === "cloud-init" && event.stage === name;
const finished = ({ kind }: ConsoleEvent) => kind === "cloud-init-finished";

/** So many, each at a random moment within so many seconds after that line of the console. */
function some(what: string, count: number, seed: number, after: Moment["after"], span: number) {
  return Array.from({ length: count }, (_, at) => ({
    what,
    after,
    seed: seed + at,
    seconds: random(seed + at) * span,
  })).sort((one, other) => one.seconds - other.seconds);
}

/** The first stage of cloud-init is through, and nothing flushed. */
const early = some("after its first stage", 1, firstSeed + 500, stage("init"), 10);
const inside = some("inside cloud-init", Math.ceil(cuts / 2) - 1, firstSeed, stage("init-local"), 30);
const behind = some("behind cloud-init", Math.floor(cuts / 2), firstSeed + 1000, finished, 20);

/** Workers whose control plane is a container. Only an emulated disk loses what was not flushed when its power goes. */
let lab: Lab;
let cards: ReadonlyMap<Moment, VirtualNode>;
beforeAll(async () => {
  lab = await openLab("dcn1");
  cards = await cutAt(await plugIn(lab, "dcn2"), [...inside, ...early, ...behind]);
});
afterAll(() => lab?.close());

const card = (moment: Moment) => cards.get(moment) as VirtualNode;

test.for([...inside, ...behind])("power cut $what, seed $seed: provisioned after the next power-on", async (moment) => {
  process.stdout.write(`seed ${moment.seed}: power cut ${moment.seconds.toFixed(1)} s ${moment.what}\n`);
  const seen = await once(card(moment), 20);
  expect(seen).toMatchObject({ boot: { ending: "reached" }, complaint: undefined, wentDown: true });
  expect([wrong(seen), wanting(seen)]).toEqual([[], []]);
  expect(damage(card(moment).slot)).toEqual([]);
  process.stdout.write(`seed ${moment.seed}: ready after ${seen.boot.reboots} reboots by the node itself\n`);
});

test.for(early)(
  "a cut that leaves files of cloud-init's own empty, at which it fails before bootcmd, seed $seed: the command line starts it over",
  async (moment) => {
    const node = card(moment);
    const cloud = "/var/lib/cloud";
    const instance = `${cloud}/instances/${node.expected.plan.instanceId}`;
    spoil(
      node.slot,
      [`${instance}/network-config.json`, `${cloud}/data/instance-id`, `${cloud}/data/previous-instance-id`],
      [`${instance}/obj.pkl`, `${instance}/cloud-config.txt`, "/etc/edgegen/card.json"],
    );
    const seen = await once(node, 20);
    expect(seen).toMatchObject({ boot: { ending: "reached", reboots: 1 }, complaint: undefined, wentDown: true });
    expect([wrong(seen), wanting(seen), damage(node.slot)]).toEqual([[], [], []]);
    expect(readFileSync(consolePath(node.slot), "latin1")).toContain("failed stage init-local");
  },
);
