import { spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect } from "vitest";
import { schemaFault } from "../support/api-schema.ts";
import { oracle, run } from "./oracle.ts";

const work = mkdtempSync(join(tmpdir(), "edgegen-api-"));
const { stdout, stderr } = spawnSync(join("test/testbed", "make-promtool.sh"), { encoding: "utf8" });
const promtool = stdout.trim();

/** Without promtool nothing is judged, which is said; in CI it fails. */
function judged(title: string, body: () => Promise<void>): void {
  const missing = promtool === "" && process.env["CI"] !== "true";
  if (missing) process.stderr.write(`not everything is judged: no promtool: ${stderr.trim().split("\n").at(-1)}\n`);
  else oracle(title, ["python3"], body);
}

/** A Pi's kernel, as files. */
const kernel: Readonly<Record<string, string>> = {
  "proc/meminfo": "MemTotal:         947892 kB\nMemAvailable:     412344 kB\n",
  "proc/swaps":
    "Filename\tType\tSize\tUsed\tPriority\n/dev/zram0 partition 568732 20480 100\n/var/lib/edge-pulse/swapfile file 1048572 0 50\n",
  "proc/vmstat": "pswpin 17\npswpout 5120\noom_kill 2\n",
  "proc/pressure/memory":
    "some avg10=0.00 avg60=0.00 avg300=0.00 total=1234567\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=234567\n",
  "proc/device-tree/model": "Raspberry Pi 3 Model B Plus Rev 1.3\0",
  "sys/block/zram0/disksize": "582385664\n",
  "sys/block/zram0/mm_stat": "20971520 7340032 8388608 0 8388608 12 0 0 0\n",
  "sys/block/zram0/comp_algorithm": "lzo-rle [lz4] zstd\n",
  "sys/block/mmcblk0/stat": "100 0 800 0 200 0 4096 0 0 0 0 0 0 0 0 0 0\n",
  "sys/class/thermal/thermal_zone0/temp": "44008\n",
  "sys/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq": "1400000\n",
  "run/edgegen/status.json": '{"phase": "ready", "steps": [{"name": "verify", "state": "done"}]}',
};
const firmware = '#!/bin/sh\ncase $1 in measure_temp) echo "temp=44.0\'C" ;; *) echo throttled=0x50005 ;; esac\n';

let address = "";
let api: ReturnType<typeof spawn>;
beforeAll(async () => {
  for (const [path, text] of Object.entries({ ...kernel, "bin/vcgencmd": firmware })) {
    mkdirSync(dirname(join(work, path)), { recursive: true });
    writeFileSync(join(work, path), text);
  }
  chmodSync(join(work, "bin/vcgencmd"), 0o755);
  const env = { ...process.env, PATH: `${work}/bin:${process.env["PATH"]}` };
  api = spawn("python3", ["-B", "test/node/pulse_api_support.py", work], { env, stdio: ["pipe", "pipe", "inherit"] });
  if (api.stdout === null) throw new Error("no output");
  for await (const line of createInterface(api.stdout)) {
    address = `http://127.0.0.1:${line}`;
    break;
  }
});
afterAll(() => {
  api.stdin?.end();
  rmSync(work, { recursive: true, force: true });
});

const ask = async (path: string) => {
  const answer = await fetch(`${address}${path}`);
  return { status: answer.status, text: await answer.text() };
};

oracle("every answer of the API is what its JSON Schema says", ["python3"], async () => {
  const answers = [
    ["report", await ask("/perf"), 200],
    ["rate_limited", await ask("/perf/raw"), 429],
    ["health", await ask("/healthz"), 200],
    ["refusal", await ask("/nothing"), 404],
  ] as const;
  for (const [kind, { status, text }, wanted] of answers) {
    expect([kind, status, schemaFault(kind, text)]).toEqual([kind, wanted, undefined]);
  }
  expect(schemaFault("report", answers[0][1].text.replace("timestamp", "time"))).toBeDefined();
});

judged("promtool has nothing to say about /metrics, and every figure is there", async () => {
  const { text } = await ask("/metrics");
  expect(await run(promtool, ["check", "metrics"], text)).toEqual({ status: 0, output: "" });
  const names = [...text.matchAll(/^# TYPE edge_pulse_(\w+) /gm)].map(([, name]) => name);
  expect(names).toContain("zram_compression_ratio");
  expect(names).toHaveLength(19);
  expect(text).toContain('edge_pulse_throttled{condition="under_voltage",when="since_boot"} 1\n');
  expect(text).toContain('edge_pulse_throttled{condition="frequency_capped",when="now"} 0\n');
  expect(text).toContain('edge_pulse_pressure_seconds_total{resource="memory",kind="some"} 1.234567\n');
  expect(text).toContain('edge_pulse_disk_written_bytes_total{device="mmcblk0"} 2097152\n');
  expect(text).toContain('edge_pulse_first_boot_phase{phase="ready"} 1\n');
});

oracle("the dashboard asks for figures that there are", ["python3"], async () => {
  const { text } = await ask("/metrics");
  const dashboard = readFileSync("docs/edge-pulse-dashboard.json", "utf8");
  const asked = [...new Set(dashboard.match(/edge_pulse_\w+/g))];
  expect(asked.length).toBeGreaterThan(10);
  expect(asked.filter((name) => !text.includes(`# TYPE ${name} `))).toEqual([]);
});

judged("promtool is seen to refuse a counter by the name of a gauge", async () => {
  const { status } = await run(promtool, ["check", "metrics"], "# HELP x_total A.\n# TYPE x_total gauge\nx_total 1\n");
  expect(status).not.toBe(0);
});
