import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import type { Expected } from "../../../../src/boot/check.ts";
import { cloudInit } from "../../../../src/boot/checks/cloud-init.ts";
import { failedUnits } from "../../../../src/boot/checks/failed-units.ts";
import { instanceId } from "../../../../src/boot/checks/instance-id.ts";
import { stampsSteady } from "../../../../src/boot/checks/stamps-steady.ts";
import { steps } from "../../../../src/boot/checks/steps.ts";
import { units } from "../../../../src/boot/checks/units.ts";
import { expected, wrongs } from "../sample.ts";

interface Progress {
  readonly stamps?: readonly string[];
  readonly done?: readonly string[];
  readonly phase?: string;
  readonly message?: string;
}

const hashed = (held: Expected, names: readonly string[]) =>
  held.steps.filter(({ name }) => names.includes(name)).map(({ name, inputs }) => `${name}-${inputs}`);

function progress(held: Expected, change: Progress = {}): string {
  const all = held.steps.map(({ name }) => name);
  const lasting = held.steps.filter(({ everyBoot }) => !everyBoot).map(({ name }) => name);
  const { stamps = hashed(held, lasting), done = all, phase = "ready", message = "every step is done" } = change;
  const states = all.map((name) => ({ name, state: done.includes(name) ? "done" : "pending" }));
  return `${stamps.map((stamp) => `stamp=${stamp}\n`).join("")}${JSON.stringify({ phase, message, steps: states })}\n`;
}

test("steps: all stamps, in order, of this card's inputs", () => {
  const held = expected();
  const names = ["kernel", "k3s-install", "k3s-start", "import", "packages"];
  const stamps = hashed(held, names);
  expect(stamps).toHaveLength(5);
  expect(wrongs(steps, progress(held, { stamps }))).toEqual([]);
  expect(wrongs(steps, progress(held, { stamps: stamps.slice(0, 4) }))).toHaveLength(1);
  expect(wrongs(steps, progress(held, { stamps: stamps.toReversed() }))).toHaveLength(1);
  expect(wrongs(steps, progress(held, { stamps: [...stamps.slice(0, 4), "packages-000000000000"] }))).toHaveLength(1);
  expect(wrongs(steps, progress(held, { phase: "working", message: "step packages" }))).toEqual([
    "what the node says: working: step packages, not ready",
  ]);
  expect(wrongs(steps, progress(held, { done: ["verify"] }))).toHaveLength(1);
  expect(wrongs(steps, "")).toHaveLength(3);
});

test("steps: without internet those before the first download, and it waits there", () => {
  const held = expected("dcn2", { reached: { waitsAt: "k3s-install" } });
  const first = ["verify", "scrub", "cgroup", "network", "clock", "kernel", "scrub-caches", "edge-pulse"];
  const come = { stamps: hashed(held, ["kernel"]), done: first, phase: "waiting" };
  const reason = "step k3s-install: no connection to github.com";
  expect(wrongs(steps, progress(held, { ...come, message: reason }), held)).toEqual([]);
  expect(wrongs(steps, progress(held, { ...come, phase: "working", message: "step k3s-install" }), held)).toEqual([]);
  expect(wrongs(steps, progress(held, { ...come, message: "step network: no link" }), held)).toHaveLength(1);
  expect(
    wrongs(steps, progress(held, { ...come, message: reason, stamps: hashed(held, ["kernel", "k3s-install"]) }), held),
  ).toHaveLength(1);
  expect(wrongs(steps, progress(held), held)).toHaveLength(3);
});

test("steps: without a package server all but the last, and it waits there", () => {
  const held = expected("dcn2", { reached: { waitsAt: "packages" } });
  const done = held.steps.map(({ name }) => name).slice(0, -1);
  const come = { stamps: hashed(held, ["kernel", "k3s-install", "k3s-start"]), done, phase: "waiting" };
  const reason = "step packages: unattended-upgrades cannot be installed";
  expect(wrongs(steps, progress(held, { ...come, message: reason }), held)).toEqual([]);
  expect(wrongs(steps, progress(held, { ...come, done: done.slice(0, -1), message: reason }), held)).toHaveLength(1);
  expect(wrongs(steps, progress(held), held)).toHaveLength(3);
});

test("stamps-steady: the marks of this card are there", () => {
  expect(wrongs(stampsSteady, "caches-scrubbed 2.5\nkernel-0 1.5\nseeded 1.0\n")).toEqual([]);
  expect(wrongs(stampsSteady, "kernel-0 1.5\nseeded 1.0\n")).toEqual([
    "marks of this card: kernel-0 seeded, not caches-scrubbed",
  ]);
  expect(wrongs(stampsSteady, "")).toHaveLength(2);
});

test("failed-units", () => {
  expect(wrongs(failedUnits, "asked\n")).toEqual([]);
  expect(wrongs(failedUnits, "edgegen-firewall.service loaded failed failed edgegen: packet filter\nasked\n")).toEqual([
    "failed units: edgegen-firewall.service, not nothing",
  ]);
  expect(wrongs(failedUnits, "Failed to connect to bus: No such file or directory\n")).not.toEqual([]);
});

const done = { status: "done", extended_status: "done", errors: [], recoverable_errors: {} };
const status = (change: object, code = 0) => `${JSON.stringify({ ...done, ...change }, undefined, 2)}\ncode=${code}\n`;

test("cloud-init: done, and not merely degraded", () => {
  expect(wrongs(cloudInit, status({}))).toEqual([]);
  const degraded = { extended_status: "degraded done", recoverable_errors: { WARNING: ["Failed at merging"] } };
  expect(wrongs(cloudInit, status(degraded, 2))).toEqual([
    "cloud-init's extended status: degraded done, not done",
    "cloud-init's complaints: WARNING: Failed at merging, not nothing",
    "the code of `cloud-init status`: 2, not 0",
  ]);
  expect(wrongs(cloudInit, status({ status: "running", extended_status: "running" }))).toHaveLength(2);
  expect(wrongs(cloudInit, status({ errors: ["('write_files', KeyError())"] }, 1))).toHaveLength(2);
  expect(wrongs(cloudInit, "code=127\n")).toHaveLength(3);
});

test("cloud-init: what an image's own configuration is told is no fault of the card, and hides none", () => {
  const own = "Custom fs_label keys is deprecated in 24.3 and scheduled to be removed in 29.3.";
  const degraded = (...DEPRECATED: string[]) =>
    status({ extended_status: "degraded done", recoverable_errors: { DEPRECATED } }, 2);
  expect(wrongs(cloudInit, degraded(own))).toEqual([]);
  expect(wrongs(cloudInit, degraded(own, "The value false for sudo is deprecated"))).toContain(
    "cloud-init's complaints: DEPRECATED: The value false for sudo is deprecated, not nothing",
  );
});

test("instance-id", () => {
  const id = expected().plan.instanceId;
  expect(wrongs(instanceId, `id=${id}\nfolder=/var/lib/cloud/instances/${id}\n`)).toEqual([]);
  expect(wrongs(instanceId, "id=nocloud\nfolder=/var/lib/cloud/instances/nocloud\n")).toHaveLength(2);
});

const block = (properties: Readonly<Record<string, string>>) =>
  `${Object.entries(properties)
    .map(([name, value]) => `${name}=${value}\n`)
    .join("")}\n`;

const firstBoot = {
  Id: "edgegen-firstboot.service",
  UnitFileState: "enabled",
  ActiveState: "inactive",
  Type: "exec",
  Restart: "on-failure",
  StartLimitIntervalUSec: "0",
};
const clock = { Id: "edgegen-clock.service", UnitFileState: "enabled", ActiveState: "inactive", Type: "oneshot" };
const firewall = { Id: "edgegen-firewall.service", UnitFileState: "enabled", ActiveState: "active" };
const once = { UnitFileState: "enabled", ActiveState: "active", Type: "oneshot", RemainAfterExit: "yes" };
const pulse = [
  ...["zram", "swap"].map((what) => ({ ...once, Id: `edge-pulse-${what}.service`, Restart: "on-failure" })),
  { Id: "edge-pulse-api.socket", UnitFileState: "enabled", ActiveState: "active", FreeBind: "yes" },
  { Id: "edge-pulse-card.service", UnitFileState: "enabled", ActiveState: "inactive" },
];
const agent = {
  Id: "k3s-agent.service",
  UnitFileState: "enabled",
  ActiveState: "activating",
  Type: "notify",
  KillMode: "process",
  Restart: "always",
  RestartUSec: "5s",
  StartLimitIntervalUSec: "0",
  RuntimeMaxUSec: "1month 4w 1d 13h 30min",
  RuntimeRandomizedExtraUSec: "1w",
};
const rejoin = { Id: "edgegen-rejoin.timer", UnitFileState: "enabled", ActiveState: "active" };

test("units of a worker", () => {
  const worker = expected("dcn2");
  const seen = (change: object = {}, timer: object = {}) =>
    [firstBoot, clock, firewall, ...pulse, { ...agent, ...change }, { ...rejoin, ...timer }].map(block).join("");
  expect(wrongs(units, seen(), worker)).toEqual([]);
  expect(wrongs(units, seen({ UnitFileState: "disabled" }), worker)).toEqual([
    "k3s-agent.service at the next boot: disabled, not enabled",
  ]);
  expect(wrongs(units, seen({ ActiveState: "failed" }), worker)).toEqual([
    "k3s-agent.service now: failed, not active or activating",
  ]);
  expect(wrongs(units, seen({ Restart: "on-failure" }), worker)).toEqual([
    "Restart of k3s-agent.service: on-failure, not always",
  ]);
  expect(wrongs(units, seen({ RuntimeMaxUSec: "infinity" }), worker)).toEqual([
    "RuntimeMaxUSec of k3s-agent.service: infinity, not 5184000",
  ]);
  expect(wrongs(units, seen({}, { ActiveState: "inactive" }), worker)).toEqual([
    "edgegen-rejoin.timer now: inactive, not active",
  ]);
  expect(wrongs(units, [firstBoot, clock, firewall, ...pulse, rejoin].map(block).join(""), worker)).not.toEqual([]);
});

test("units of a worker that waits for packages alone: the first boot goes on, and K3s too", () => {
  const held = expected("dcn2", { reached: { waitsAt: "packages" } });
  const seen = (ActiveState: string, ...more: object[]) =>
    [{ ...firstBoot, ActiveState }, clock, firewall, ...pulse, rejoin, ...more]
      .map((each) => block({ ...each }))
      .join("");
  expect(wrongs(units, seen("active", agent), held)).toEqual([]);
  expect(wrongs(units, seen("inactive", agent), held)).toEqual(["edgegen-firstboot.service now: inactive, not active"]);
  expect(wrongs(units, seen("active"), held)).not.toEqual([]);
});

test("units: a state that is asked from the disk counts, not what systemd remembers", () => {
  const remembered = [firstBoot, clock, firewall, ...pulse, { ...agent, UnitFileState: "disabled" }, rejoin];
  const asked = { Id: "k3s-agent.service", UnitFileState: "enabled" };
  expect(wrongs(units, [...remembered, asked].map(block).join(""), expected("dcn2"))).toEqual([]);
});

test("units while the node waits: its own go on, K3s's are not due yet", () => {
  const held = expected("dcn2", { reached: { waitsAt: "k3s-install" } });
  const seen = (first: object) => [{ ...firstBoot, ...first }, clock, firewall, ...pulse].map(block).join("");
  expect(wrongs(units, seen({ ActiveState: "active" }), held)).toEqual([]);
  expect(wrongs(units, seen({}), held)).toEqual(["edgegen-firstboot.service now: inactive, not active"]);
});

const server = { ...agent, Id: "k3s.service", ActiveState: "active" };
const managed = { Id: "edgegen-import.timer", UnitFileState: "enabled", ActiveState: "active" };

test("units of a control plane: a K3s that is still starting is one that starts again and again", () => {
  const seen = (change: object) =>
    [firstBoot, clock, firewall, ...pulse, { ...server, ...change }, managed].map(block).join("");
  expect(wrongs(units, seen({}))).toEqual([]);
  expect(wrongs(units, seen({ ActiveState: "activating" }))).toEqual(["k3s.service now: activating, not active"]);
});

/** How often the probe waits, when each waiting is followed by this. */
function waits(node: string, then: string): number {
  const script = `systemctl() { if [ "$1" = is-active ]; then case $2 in k3s*) echo "$state" ;; *) echo active ;; esac; fi; }
sleep() { waited=$((waited + 1)); ${then}; }
waited=0 state=activating
${units.probe(expected(node))}
echo "waited=$waited"`;
  const { stdout } = spawnSync("sh", ["-s"], { input: script, encoding: "utf8" });
  return Number(/waited=(\d+)/.exec(stdout)?.[1]);
}

test("units: what must be active is waited for, but not for ever; an agent may be without its server", () => {
  expect(waits("dcn1", '[ "$waited" -lt 3 ] || state=active')).toBe(3);
  expect(waits("dcn1", "state=failed")).toBe(1);
  expect(waits("dcn1", ":")).toBe(150);
  expect(waits("dcn2", ":")).toBe(0);
});

test("units of the other roles are looked at", () => {
  expect(units.probe(expected("dcn1"))).toContain("'k3s.service' 'edgegen-import.timer'");
  expect(units.probe(expected("dcn0"))).toContain(
    "'docker.service' 'rancher.service' 'edgegen-rancher-import.service'",
  );
});
