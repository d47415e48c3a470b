import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { awaitReady, cloudInitStatus } from "./node.ts";
import { openRack, type Rack } from "./rack.ts";

/** A control plane whose card is written over by another: the disk stays, and its next boot is the first one of Rancher's node. */
let rack: Rack;
beforeAll(async () => {
  rack = await openRack("dcn1");
  await rack.on("dcn1");
  await awaitReady(rack, "dcn1");
  await rack.off("dcn1");
  apply("dcn0", join(rack.state, "dcn1/boot"));
  await rack.on("dcn1");
  await awaitReady(rack, "dcn1");
});
afterAll(() => rack?.close());

/** As `edgegen apply` does: its files, and its name on the kernel's command line. */
function apply(card: string, boot: string): void {
  cpSync(join(inject("testbed").cluster, card, "boot"), boot, { recursive: true });
  const instance = /^instance-id: (.*)$/m.exec(readFileSync(join(boot, "meta-data"), "utf8"))?.[1] ?? "";
  const [line = ""] = readdirSync(boot, { recursive: true, encoding: "utf8" }).filter((path) =>
    /(^|\/)cmdline\.txt$/.test(path),
  );
  const text = readFileSync(join(boot, line), "utf8");
  writeFileSync(join(boot, line), text.replace(/(ds=nocloud;i=)\S+/, `$1${instance}`));
}

const inNode = async (...argv: string[]) => (await rack.run("dcn1", ...argv)).text;

test("the node becomes the other one, and cloud-init is content", async () => {
  expect(await inNode("hostname")).toBe("dcn0");
  expect(await cloudInitStatus(rack, "dcn1")).toBe("done");
  expect(await inNode("systemctl", "--failed", "--quiet")).toBe("");
  expect(await inNode("systemctl", "is-active", "rancher")).toBe("active");
});

/** Its programs do nothing by themselves. */
const program = /^\/usr\/local\/lib\/edgegen\/(?!edge-pulse\/)/;

test("what only the former card wrote is gone, its secrets and units with it", async () => {
  const former = filesOf("dcn1").filter((path) => !program.test(path));
  const present = new Set(filesOf("dcn0"));
  const stale = former.filter((path) => !present.has(path));
  expect(stale).toContain("/var/lib/rancher/k3s/server/tls/server-ca.key");
  expect(stale).toContain("/etc/systemd/system/edgegen-import.timer");
  expect(await inNode("sh", "-c", 'for path; do [ ! -e "$path" ] || echo "$path"; done', "sh", ...stale)).toBe("");
  for (const unit of ["k3s.service", "edgegen-import.timer"]) {
    expect(await inNode("systemctl", "is-active", unit)).toBe("inactive");
  }
  expect(await inNode("find", "/etc/systemd", "-xtype", "l")).toBe("");
});

/** As the card's user-data lists them. */
function filesOf(node: string): readonly string[] {
  const text = readFileSync(join(inject("testbed").cluster, node, "boot/user-data"), "utf8");
  return [...text.matchAll(/^- path: (\S+)/gm)].map(([, path]) => path ?? "").filter((path) => path !== "");
}
