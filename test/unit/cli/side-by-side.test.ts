import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { sideBySide } from "../../../src/cli/side-by-side.ts";
import { fault } from "../../../src/model/fault.ts";

/** Each takes so many turns; what it then says, or throws. */
async function during(items: readonly { turns: number; says?: string; throws?: string }[]) {
  const begun: number[] = [];
  const [now, most] = [{ busy: 0 }, { busy: 0 }];
  const ended = await sideBySide([...items.entries()], 2, async ([at, { turns, says, throws }]) => {
    begun.push(at);
    now.busy += 1;
    most.busy = Math.max(most.busy, now.busy);
    for (let turn = 0; turn < turns; turn += 1) await setImmediate();
    now.busy -= 1;
    if (throws) throw new Error(throws);
    return says ? [fault("image-unfit", says)] : [];
  }).then(
    (found) => found.map(({ message }) => message),
    (error: Error) => error.message,
  );
  return { begun, ended, busy: now.busy, most: most.busy };
}

test("two at a time, in their order, and nothing to be said when nothing is wrong", async () => {
  const { begun, ended, most } = await during([{ turns: 9 }, { turns: 1 }, { turns: 1 }, { turns: 1 }]);
  expect([begun, ended, most]).toEqual([[0, 1, 2, 3], [], 2]);
  expect((await during([])).ended).toEqual([]);
});

test("the first that something is wrong with is told, whichever ends first; no other begins, and none goes on", async () => {
  const slow = { turns: 9, says: "slow" };
  expect(await during([slow, { turns: 1, says: "quick" }, { turns: 1 }])).toMatchObject({
    ...{ begun: [0, 1], ended: ["slow"], busy: 0 },
  });
  expect(await during([slow, { turns: 1, throws: "thrown" }, { turns: 1 }])).toMatchObject({
    ended: ["slow"],
    busy: 0,
  });
  expect(await during([{ turns: 9 }, { turns: 1, throws: "thrown" }])).toMatchObject({ ended: "thrown", busy: 0 });
});
