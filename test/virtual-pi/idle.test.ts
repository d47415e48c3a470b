import { expect, test } from "vitest";
import { fields } from "../../src/boot/seen.ts";
import { type Access, runAsRoot } from "../../src/boot/session.ts";
import { runTrial } from "../../src/boot/trial.ts";
import { openLab, plugIn, ready } from "./lab.ts";

/**
 * What a control plane that nobody asks anything writes to its card, with Edge-Pulse, without each of its measures, and without it:
 * EDGEGEN_IDLE_MINUTES long each. Only then, since it is a measurement, and waits.
 */
const minutes = Number(process.env["EDGEGEN_IDLE_MINUTES"] ?? 0);

/** Besides the phases there is a boot, and a minute before each of them. */
const timeout = (minutes * 6 + 30) * 60_000;

/** What switches a measure off, and on again. */
const phases = {
  "with all of it": ["true", "true"],
  "without noatime": ["systemctl stop edge-pulse-card", "systemctl start edge-pulse-card"],
  "with the journal on the card": [
    `mkdir -p /var/log/journal /run/systemd/journald.conf.d
printf '[Journal]\\nStorage=persistent\\n' >/run/systemd/journald.conf.d/70-idle.conf
systemctl restart systemd-journald; journalctl --flush`,
    "rm -r /run/systemd/journald.conf.d /var/log/journal; systemctl restart systemd-journald",
  ],
  "with the kernel's own times for changed pages": [
    "sysctl -q vm.dirty_expire_centisecs=3000 vm.dirty_writeback_centisecs=500 vm.dirty_background_ratio=10 vm.dirty_ratio=20",
    "sysctl -q -p /etc/sysctl.d/91-edge-pulse.conf",
  ],
  "after a rollback": ["edge-pulse rollback >/dev/null", "true"],
} as const;

const idle = ([off, on]: readonly [
  string,
  string,
]) => `written() { sync; awk '{ printf "%d", $7 * 512 }' /sys/block/vda/stat; }
exec 3>&1 >/dev/null 2>&1
${off}
sleep 60
before=$(written)
sleep ${minutes * 60}
echo "bytes=$(($(written) - before))" >&3
${on}`;

test.skipIf(minutes === 0)("an idle node writes less with Edge-Pulse", { timeout }, async () => {
  const lab = await openLab();
  const written = new Map<string, number>();
  const measure = async (access: Access) => {
    for (const [name, phase] of Object.entries(phases)) {
      const { out } = await runAsRoot(access, idle(phase), () => false);
      written.set(name, Number(fields(out).get("bytes")));
      process.stdout.write(`${minutes} idle minutes ${name}: ${written.get(name)} bytes\n`);
    }
  };
  try {
    const node = await plugIn(lab, "dcn1");
    await runTrial({
      slot: node.slot,
      goal: ready(),
      boots: 1,
      checks: [],
      expected: node.expected,
      access: node.access,
      tell: { boot: () => undefined, looked: () => undefined },
      before: measure,
    });
    expect(written.size).toBe(Object.keys(phases).length);
    expect(written.get("with all of it")).toBeLessThan(written.get("after a rollback") ?? 0);
  } finally {
    await lab.close();
  }
});
