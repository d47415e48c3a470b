import { expect, test } from "vitest";
import { edgePulse } from "../../../../src/boot/checks/edge-pulse.ts";
import { expected, wrongs } from "../sample.ts";

const api = 'listens=10.1.40.23:8080\nlistens=127.0.0.1:8080\nhealthz={"status": "ok"}\n';
const swap = "swap=/dev/zram0 100\nswap=/var/lib/edge-pulse/swapfile 50\n";
const min = ["edge-pulse-api.service", "ssh.service", "system.slice", "user.slice"].map(
  (unit) => `min=${unit} 16777216\n`,
);
const guarded = min.join("");
const worker = expected("dcn2");

test("edge-pulse: compressed swap first, the API where the profile wants it", () => {
  expect(wrongs(edgePulse, swap + guarded + api, worker)).toEqual([]);
  expect(wrongs(edgePulse, swap.replace(" 100", " -2") + guarded + api, worker)).toEqual([
    "swap and its priorities: /dev/zram0 -2, /var/lib/edge-pulse/swapfile 50, not zram at 100, and a disk's at 50",
  ]);
  expect(wrongs(edgePulse, swap + guarded + api.replace("10.1.40.23", "0.0.0.0"), worker)).toHaveLength(1);
  expect(wrongs(edgePulse, swap + guarded + api.replace("ok", "ill"), worker)).toHaveLength(1);
  expect(wrongs(edgePulse, swap + guarded.replace(/slice \d+/, "slice 0") + api, worker)).toHaveLength(1);
  expect(wrongs(edgePulse, "", worker)).toHaveLength(4);
});

test("edge-pulse: a container has its host's swap, and answers all the same", () => {
  expect(wrongs(edgePulse, `container=yes\n${guarded}${api}`, worker)).toEqual([]);
  expect(wrongs(edgePulse, "container=yes\n", worker)).toHaveLength(3);
});
