import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hastenManaged, imports, isManaged } from "./managed.ts";
import { awaitConsole, awaitNodes, awaitReady, cloudInitStatus, clusterNodes, statusOf } from "./node.ts";
import { openRack, type Rack } from "./rack.ts";

/** The control plane comes last; then each card is lost in turn. One cluster goes through it all, so the order of the tests counts. */
let rack: Rack;
beforeAll(async () => {
  rack = await openRack("dcn0", "dcn1", "dcn2");
});
afterAll(() => rack?.close());

const seconds = (count: number) => new Promise((resolve) => setTimeout(resolve, count * 1000));
const restartAgent = () => rack.run("dcn2", "systemctl", "restart", "--no-block", "k3s-agent");
const edit = (path: string, expression: string) => rack.run("dcn2", "sed", "-i", expression, path);

async function renew(node: string): Promise<void> {
  await rack.cut(node);
  await rack.flash(node);
  await rack.on(node);
}

/** As patient with its control plane as a test is: the shipped card waits for five minutes before it does the steps behind. */
function writeHastyCard(node: string): () => void {
  const path = join(rack.cards, node, "boot/user-data");
  const shipped = readFileSync(path, "utf8");
  const hasty = shipped.replace('"wait_seconds": 300', '"wait_seconds": 10');
  expect(hasty).not.toBe(shipped);
  writeFileSync(path, hasty);
  return () => writeFileSync(path, shipped);
}

test("a worker waits for its control plane in vain: it says so, and goes through the steps behind", async () => {
  const restore = writeHastyCard("dcn2");
  for (const node of ["dcn0", "dcn2"]) await rack.on(node);
  await Promise.all(["dcn0", "dcn2"].map((node) => awaitReady(rack, node)));
  restore();
  expect((await statusOf(rack, "dcn2"))?.steps.slice(-2)).toMatchObject([
    {
      name: "k3s-start",
      state: "done",
      message: "started; not yet ready: no answer from https://10.1.40.22:6443 yet; the agent goes on trying",
    },
    { name: "packages", state: "done" },
  ]);
  expect(await cloudInitStatus(rack, "dcn2")).toBe("done");
  expect((await rack.run("dcn2", "systemctl", "is-active", "k3s-agent")).text).toBe("activating");
});

test("and joins when it appears, which Rancher was waiting for as well", async () => {
  await rack.on("dcn1");
  await awaitReady(rack, "dcn1");
  await awaitNodes(rack, "dcn1 Ready", "dcn2 Ready");
  await hastenManaged(rack);
});

test("another node password is refused under a name that is taken", async () => {
  const from = rack.console("dcn2").length;
  await edit("/etc/rancher/node/password", "y/0123456789/1234567890/");
  await restartAgent();
  await awaitConsole(rack, "dcn2", "403 Forbidden: Node password rejected, duplicate hostname", from);
  await edit("/etc/rancher/node/password", "y/1234567890/0123456789/");
});

test("another agent secret is refused, and another CA than the pinned one is not believed", async () => {
  const config = "/etc/rancher/k3s/config.yaml";
  const from = rack.console("dcn2").length;
  await edit(config, "s/::node:/::node:x/");
  await restartAgent();
  await awaitConsole(rack, "dcn2", "401 Unauthorized", from);
  await edit(config, "s/::node:x/::node:/; s/K10..../K100000/");
  await restartAgent();
  await awaitConsole(rack, "dcn2", "token CA hash does not match the Cluster CA certificate hash", from);
});

test("a worker's card that is lost and written again joins again", async () => {
  await renew("dcn2");
  await awaitReady(rack, "dcn2");
  await awaitNodes(rack, "dcn1 Ready", "dcn2 Ready");
  expect((await rack.run("dcn2", "systemctl", "is-active", "k3s-agent")).text).toBe("active");
});

test("Rancher's card that is lost and written again manages the cluster again, with nothing done on the control plane", async () => {
  await rack.cut("dcn0");
  await expect.poll(() => isManaged(rack), { timeout: 60_000, interval: 1000 }).not.toBe(true);
  await rack.run("dcn1", "systemctl", "stop", "edgegen-import.timer");
  await rack.flash("dcn0");
  await rack.on("dcn0");
  await awaitReady(rack, "dcn0");
  await expect.poll(() => isManaged(rack), { timeout: 60_000, interval: 1000 }).toBe(true);
  expect(imports(rack)).toBe(1);
});

/** The worker's timer, but every few seconds instead of every two minutes. It lies in memory. */
const sooner = `folder=/run/systemd/system/edgegen-rejoin.timer.d
mkdir -p "$folder"
cat >"$folder/sooner.conf" <<.
[Timer]
OnUnitInactiveSec=
OnActiveSec=5
OnUnitInactiveSec=5
RandomizedDelaySec=0
AccuracySec=1
.
systemctl daemon-reload
systemctl restart edgegen-rejoin.timer`;

/** From the loss of the control plane until its worker was back. */
let cameBackAfter = 0;

test("the control plane's card lost: the worker comes back without being touched, and the new cluster is imported", async () => {
  expect((await rack.run("dcn2", "systemctl", "is-active", "edgegen-rejoin.timer")).text).toBe("active");
  expect(await rack.script("dcn2", sooner)).toEqual({ code: 0, text: "" });
  const [from, lost] = [rack.console("dcn2").length, Date.now()];
  await renew("dcn1");
  await awaitReady(rack, "dcn1");
  await awaitNodes(rack, "dcn1 Ready", "dcn2 Ready");
  cameBackAfter = Date.now() - lost;
  expect(rack.console("dcn2").slice(from)).toContain("the cluster has no node dcn2 any more, seen 3 times running");
  await hastenManaged(rack);
  expect(imports(rack)).toBe(1);
});

test("without the timer it stays away for longer than that, although it is connected", async () => {
  expect(cameBackAfter).toBeGreaterThan(0);
  await rack.run("dcn2", "systemctl", "stop", "edgegen-rejoin.timer");
  const [from, lost] = [rack.console("dcn2").length, Date.now()];
  await renew("dcn1");
  await awaitReady(rack, "dcn1");
  await awaitConsole(rack, "dcn2", 'error getting node \\"dcn2\\"', from);
  await seconds((lost + cameBackAfter - Date.now()) / 1000 + 10);
  expect(await clusterNodes(rack)).toEqual(["dcn1 Ready"]);
});

test("and is back when the timer is", async () => {
  await rack.run("dcn2", "systemctl", "start", "edgegen-rejoin.timer");
  await awaitNodes(rack, "dcn1 Ready", "dcn2 Ready");
});
