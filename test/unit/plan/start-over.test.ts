import { expect, test } from "vitest";
import { parse } from "yaml";
import { startOver } from "../../../src/plan/start-over.ts";

test("one word, without a sign that a shell, sed, a config.txt or the kernel would take for something else", () => {
  expect(startOver).toMatch(/^[A-Za-z0-9:%[\],._-]+$/);
});

test("cloud-init reads one command out of it (cloudinit/util.py, read_cc_from_cmdline)", () => {
  const between = /cc:(.*)end_cc/.exec(`root=x ${startOver} rootwait`)?.[1] ?? "";
  const config = parse(decodeURIComponent(between).replaceAll("\\n", "\n")) as { runcmd: string[][] };
  expect(Object.keys(config)).toEqual(["runcmd"]);
  const [shell, option, script] = config.runcmd[0] ?? [];
  expect([config.runcmd.length, shell, option]).toEqual([1, "sh", "-c"]);
  expect(script).toMatch(
    /^\[ -s \/etc\/edgegen\/card\.json \] \|\| .*cloud-init clean && sync && systemctl reboot -ff; done$/,
  );
});
