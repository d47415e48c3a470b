import { afterAll, beforeAll, expect, test } from "vitest";
import { awaitReady } from "./node.ts";
import { openRack, type Rack } from "./rack.ts";

/** What needs no kernel of one's own: files, units and protected memory, there and back and there again. */
let rack: Rack;
beforeAll(async () => {
  rack = await openRack("dcn1");
  await rack.on("dcn1");
  await awaitReady(rack, "dcn1");
});
afterAll(() => rack?.close());

const said = async (script: string) => (await rack.script("dcn1", script)).text;
const guarded = () =>
  said("systemctl show --property MemoryMin --value system.slice user.slice ssh.service k3s.service");
const listing = (file: string) =>
  said(`find /etc | sort >${file}; find /etc -type f | sort | xargs -d '\\n' sha256sum >>${file}`);
const protectedMemory = /^[1-9]\d+\n+33554432\n+16777216\n+[1-9]\d+$/;

test("memory is kept for the way in without systemd having read anything again", async () => {
  expect(await guarded()).toMatch(protectedMemory);
  expect(rack.console("dcn1")).toContain("edge-pulse: $ systemctl set-property");
  expect(rack.console("dcn1")).not.toContain("edge-pulse: $ systemctl daemon-reload");
});

test("rollback takes everything out, and a second installation is like the first", async () => {
  await listing("/run/etc.first");
  expect(await said("edge-pulse rollback >/dev/null; echo $?; find /etc -name '*edge-pulse*'")).toBe(
    "0\n/etc/edgegen/edge-pulse.json",
  );
  expect(await guarded()).toMatch(/^0\n+0\n+0\n+0$/);
  await said("edge-pulse install");
  await listing("/run/etc.second");
  expect(await said("cmp /run/etc.first /run/etc.second && wc -l </run/etc.first")).toMatch(/^\d{3,}$/);
  expect(await guarded()).toMatch(protectedMemory);
});

test("at the next boot it is as at the first", async () => {
  await rack.off("dcn1");
  await rack.on("dcn1");
  await awaitReady(rack, "dcn1");
  expect(await guarded()).toMatch(protectedMemory);
  expect(await said("systemctl is-active edge-pulse-zram edge-pulse-swap edge-pulse-api.socket")).toBe(
    "active\nactive\nactive",
  );
});
