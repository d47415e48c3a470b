import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { openDisk } from "../../src/host/node-disk.ts";
import { withBootPartition } from "../../src/image/boot-partition.ts";
import { type BootBench, boot, bootBench, everything, laptop } from "../support/boot-bench.ts";
import type { Guest } from "../support/fake-qemu.ts";
import { lab } from "../support/workplace.ts";

let bench: BootBench | undefined;
afterEach(() => {
  bench?.remove();
  bench = undefined;
});

test("with a mirror the card downloads from it, and the boot is to come to its end", async () => {
  bench = bootBench();
  let netdev = "";
  const toTheEnd: Guest = ({ say, argv }) => {
    netdev = argv.find((word) => word.startsWith("user,")) ?? "";
    say("[    0.000000] Linux version 6.8.0-1013-raspi (buildd@bos03)");
    say("edgegen: dcn1: step k3s-install: no address for github.com");
    say("edgegen: dcn1: ready: every step is done");
  };
  const args = ["--node", "dcn1", "--boots", "1", "--mirror", "http://127.0.0.1:8000/k3s/", "--keep"];
  const { out } = await boot(bench, args, laptop([toTheEnd]));
  expect(out).toContain("every step is done");
  expect(netdev).toMatch(/guestfwd=tcp:10\.1\.40\.252:8000-cmd:'.*' '127\.0\.0\.1' '8000'$/);
  const disk = openDisk(join(bench.below, "dcn1/disk.img"), "read");
  const { value } = await withBootPartition(disk, (partition) => partition.read("user-data"));
  disk.close();
  expect(new TextDecoder().decode(value)).toContain('"mirror": "http://10.1.40.252:8000/k3s"');
  expect(everything(bench.below)).not.toContain("dcn1.forward.cjs");
});

test.each([
  ["dcn0", "docker", "everything before docker; there is no package server on this closed network"],
  ["dcn1", "packages", "everything but packages; there is no package server on this closed network"],
])("with a mirror of K3s %s comes as far as %s, and that is said", async (node, step, said) => {
  const waits: Guest = ({ say }) => say(`edgegen: ${node}: step ${step}: apt-get: no address for deb.example.org`);
  bench = bootBench(lab().replace("network:", "access: {passwordless_sudo: false}\nnetwork:"));
  const args = ["--node", node, "--boots", "1", "--mirror", "http://127.0.0.1:8000/k3s"];
  const { code, out, err } = await boot(bench, args, laptop([waits]));
  expect(out).toContain(`kernel starts: 0\n${said}\n`);
  expect(err).not.toContain("error[");
  expect(code).toBe(0);
});

test.each(["https://mirror.example/k3s", "nonsense", "http://me@host/k3s"])(
  "--mirror %s is wrong usage",
  async (url) => {
    bench = bootBench();
    expect((await boot(bench, ["--mirror", url], laptop([]))).code).toBe(2);
  },
);
