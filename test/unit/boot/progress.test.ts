import { expect, test } from "vitest";
import type { ConsoleEvent } from "../../../src/boot/console.ts";
import type { Timed } from "../../../src/boot/power.ts";
import { durations, progressLine, waitsAt } from "../../../src/boot/progress.ts";

const step = (state: "running" | "done" | "waiting", text = ""): ConsoleEvent => ({
  kind: "step",
  step: "k3s-install",
  state,
  text,
});

test.each<[ConsoleEvent, string]>([
  [{ kind: "kernel" }, "kernel"],
  [{ kind: "cloud-init", stage: "init-local" }, "cloud-init: init-local"],
  [{ kind: "cloud-init-finished", uptime: 135.32 }, "cloud-init finished, 135.3 s after the kernel's start"],
  [step("done", "done in 4 s (from the card)"), "step k3s-install: done in 4 s (from the card)"],
  [step("waiting", "no address for github.com"), "step k3s-install: no address for github.com"],
  [{ kind: "ready" }, "every step is done"],
  [{ kind: "rebooting", text: "cgroups are off" }, "the node reboots: cgroups are off"],
  [{ kind: "trouble", text: "Kernel panic - not syncing: x" }, "Kernel panic - not syncing: x"],
  [
    { kind: "firmware", text: `cmdline.txt: quiet ${"x".repeat(100)} ro` },
    `firmware: cmdline.txt: quiet ${"x".repeat(20)}… ro`,
  ],
])("%j is told with its second, in columns", (event, text) => {
  expect(progressLine(event, 7.25)).toBe(`     7.3 s  ${text}`);
  expect(progressLine(event, 1234.5)).toBe(`  1234.5 s  ${text}`);
});

test("a step that begins is told when it ends", () => {
  expect(progressLine(step("running"), 1)).toBeUndefined();
});

const at = (seconds: number, event: ConsoleEvent): Timed => ({ seconds, event });

test("how long a boot took, cloud-init's share and ours", () => {
  const events = [
    at(2, { kind: "kernel" }),
    at(137, { kind: "cloud-init-finished", uptime: 135.3 }),
    at(150.5, { kind: "ready" }),
  ];
  expect(durations({ events })).toEqual({ cloudInit: 135.3, own: 13.5, kernels: 1 });
});

test("after a reboot it is the last cloud-init that counts", () => {
  const events = [
    at(2, { kind: "kernel" }),
    at(90, { kind: "cloud-init-finished", uptime: 88 }),
    at(100, { kind: "kernel" }),
    at(130, { kind: "cloud-init-finished", uptime: 29 }),
    at(131, { kind: "ready" }),
  ];
  expect(durations({ events })).toEqual({ cloudInit: 29, own: 1, kernels: 2 });
});

test("steps that were done before cloud-init's last word took no time of their own", () => {
  const events = [at(80, { kind: "ready" }), at(81, { kind: "cloud-init-finished", uptime: 80 })];
  expect(durations({ events }).own).toBe(0);
});

test("where a boot waits that came to its goal by waiting", () => {
  const events = [at(80, { kind: "kernel" }), at(90, step("waiting"))];
  expect(waitsAt({ events, ending: "reached" })).toBe("k3s-install");
  expect(waitsAt({ events, ending: "too slow" })).toBeUndefined();
  expect(waitsAt({ events: [...events, at(99, { kind: "ready" })], ending: "reached" })).toBeUndefined();
  expect(waitsAt({ events: [at(80, step("done"))], ending: "reached" })).toBeUndefined();
});

test("a boot that came to nothing has no durations", () => {
  expect(durations({ events: [] })).toEqual({ cloudInit: undefined, own: undefined, kernels: 0 });
  expect(durations({ events: [at(9, { kind: "ready" })] }).own).toBeUndefined();
});
