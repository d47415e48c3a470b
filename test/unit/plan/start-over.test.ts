import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { startOver } from "../../../src/plan/start-over.ts";

test("one word, without a sign that a shell, sed, a config.txt or the kernel would take for something else", () => {
  expect(startOver).toMatch(/^[A-Za-z0-9:%[\],._-]+$/);
});

test("cloud-init reads one command out of it (cloudinit/util.py, read_cc_from_cmdline)", () => {
  const { runcmd, ...others } = decoded();
  expect(others).toEqual({});
  const [shell, option, script] = runcmd[0] ?? [];
  expect([runcmd.length, shell, option]).toEqual([1, "sh", "-c"]);
  expect(script).toMatch(/cloud-init clean && sync && systemctl reboot -ff; done$/);
});

test.each([
  { why: "this card's files are there", card: '"instance_id": "dcn2-0a1b"', does: [] },
  { why: "there is no file", card: undefined, does: ["cloud-init clean", "sync", "systemctl reboot -ff"] },
  { why: "a cut left it empty", card: "", does: ["cloud-init clean", "sync", "systemctl reboot -ff"] },
  {
    why: "an earlier card's",
    card: '"instance_id": "dcn2-ffff"',
    does: ["cloud-init clean", "sync", "systemctl reboot -ff"],
  },
])("starts over, five times at most, unless this card's files are there: $why", ({ card, does }) => {
  const root = mkdtempSync(join(tmpdir(), "edgegen-start-over-"));
  for (const folder of ["etc/edgegen", "proc", "var/lib", "bin"]) mkdirSync(join(root, folder), { recursive: true });
  for (const name of ["cloud-init", "sync", "systemctl"]) {
    writeFileSync(join(root, "bin", name), `#!/bin/sh\necho "${name}\${1:+ $*}" >>${root}/calls\n`, { mode: 0o755 });
  }
  writeFileSync(join(root, "proc/cmdline"), `console=tty1 ${startOver} ds=nocloud;i=dcn2-0a1b quiet\n`);
  if (card !== undefined) writeFileSync(join(root, "etc/edgegen/card.json"), card);
  const script = (decoded().runcmd[0]?.[2] ?? "").replaceAll(/\/(etc|proc|var)\//g, `${root}/$1/`);
  for (let boot = 0; boot < 2; boot += 1) {
    execFileSync("sh", ["-c", `PATH=${root}/bin:$PATH; { ${script}; } || :; touch ${root}/calls`], { stdio: "ignore" });
  }
  const calls = execFileSync("sort", ["-u", join(root, "calls")], { encoding: "utf8" });
  expect(calls.split("\n").filter(Boolean)).toEqual([...does].sort());
  expect(readdirSync(join(root, "var/lib"), { recursive: true }).length).toBe(does.length === 0 ? 0 : 6);
});

function decoded(): { runcmd: string[][] } {
  const between = /cc:(.*)end_cc/.exec(`root=x ${startOver} rootwait`)?.[1] ?? "";
  return parse(decodeURIComponent(between).replaceAll("\\n", "\n")) as { runcmd: string[][] };
}
