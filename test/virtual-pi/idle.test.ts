import { expect, test } from "vitest";
import { valuesOf } from "../../src/boot/seen.ts";
import { runAsRoot } from "../../src/boot/session.ts";
import { runTrial } from "../../src/boot/trial.ts";
import { openLab, plugIn, ready } from "./lab.ts";

/**
 * What a control plane that nobody asks anything writes to its card, with Edge-Pulse and without: EDGEGEN_IDLE_MINUTES long each. Only
 * then, since it is a measurement, and waits.
 */
const minutes = Number(process.env["EDGEGEN_IDLE_MINUTES"] ?? 0);

const idle = `written() { sync; awk '{ printf "%d", $7 * 512 }' /sys/block/vda/stat; }
sleep 60
before=$(written)
sleep ${minutes * 60}
echo "bytes=$(($(written) - before))"`;

test.skipIf(minutes === 0)("an idle node writes less with Edge-Pulse", async () => {
  const lab = await openLab();
  try {
    const node = await plugIn(lab, "dcn1");
    const found: string[] = [];
    const ask = async (access: Parameters<typeof runAsRoot>[0], script: string) => {
      const { out } = await runAsRoot(access, script, () => false);
      process.stdout.write(out);
      found.push(...valuesOf(out, "bytes"));
    };
    await runTrial({
      slot: node.slot,
      goal: ready(),
      boots: 1,
      checks: [],
      expected: node.expected,
      access: node.access,
      tell: { boot: () => undefined, looked: () => undefined },
      before: async (access) => {
        await ask(access, idle);
        await ask(access, `edge-pulse rollback\n${idle}`);
      },
    });
    const [kept = Number.NaN, plain = Number.NaN] = found.map(Number);
    expect(kept).toBeLessThan(plain);
  } finally {
    await lab.close();
  }
});
