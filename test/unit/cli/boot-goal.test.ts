import { expect, test } from "vitest";
import type { ConsoleEvent } from "../../../src/boot/console.ts";
import { goalOf } from "../../../src/cli/boot-goal.ts";

const waiting = (step: string, text = "no address"): ConsoleEvent => ({ kind: "step", step, state: "waiting", text });
const mirror = { mirror: new URL("http://127.0.0.1:8000/k3s") };

const goals = [goalOf({}), goalOf(mirror), goalOf({ offline: true })];
const reached = (event: ConsoleEvent) => goals.map((goal) => goal(event));

test.each<[string, ConsoleEvent, readonly boolean[]]>([
  ["the last step", { kind: "ready" }, [true, true, true]],
  ["K3s's download, unless it is brought", waiting("k3s-install"), [true, false, false]],
  ["Docker", waiting("docker"), [true, true, true]],
  ["Rancher's image, where the node has Docker", waiting("rancher"), [true, true, true]],
  ["packages", waiting("packages"), [true, true, true]],
  ["not a step that no network is needed for", waiting("network"), [false, false, false]],
  ["not a step's bug", waiting("packages", "unexpected KeyError: 'x'"), [false, false, false]],
  ["not a step that begins", { kind: "step", step: "packages", state: "running", text: "" }, [false, false, false]],
  ["not the kernel", { kind: "kernel" }, [false, false, false]],
])("a boot without a mirror, with one, and offline ends at %s", (_, event, ends) => {
  expect(reached(event)).toEqual(ends);
});
