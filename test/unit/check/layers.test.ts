import { expect, test } from "vitest";
import { expectFaults, head, read } from "../support/front-end.ts";

const cp = (rest = "") => `  - {name: cp, role: control-plane, address: 10.1.40.22${rest}}\n`;
const w1 = (rest = "") => `  - {name: w1, role: worker, address: 10.1.40.23${rest}}\n`;
const r0 = (rest = "") => `  - {name: r0, role: rancher, board: pi-4b, address: 10.1.40.21${rest}}\n`;
const pi = ", board: pi-4b, memory: 4GiB";
const pc = ", board: generic-amd64, memory: 8GiB, os: {image: generic}";

/** A value that is wrong for one node, with the nodes around it: written in a layer it is shown there, and said to be that node's. */
const cases: readonly (readonly [code: string, layer: string, node: string, nodes: string])[] = [
  ["memory-not-sold", "memory: «3GiB»", "w1", cp(pi) + w1(", board: pi-4b")],
  ["control-plane-memory", "memory: «1GiB»", "cp", cp(", board: pi-4b") + w1(pi)],
  [
    "worker-memory",
    "memory: «256MiB»",
    "w1",
    cp(pi) + w1(`${pc.replace("memory: 8GiB, ", "")}, interface: eno1, edge_pulse: {enabled: false}`),
  ],
  ["rancher-memory", "memory: «2GiB»", "r0", cp(pi) + r0()],
  ["rancher-memory-low", "memory: «4GiB»", "r0", cp(pi) + r0()],
  [
    "board-image-mismatch",
    "board: «pi-4b»",
    "w1",
    cp(pi) + w1(", memory: 4GiB, interface: eth0, os: {image: generic}"),
  ],
  ["interface-unlikely", "interface: «end0»", "w1", cp(`${pi}, interface: eth0`) + w1(pi)],
  ["wifi-missing", "interface: «wlan0»", "w1", cp(`${pi}, interface: eth0`) + w1(pi)],
  [
    "swap-cannot-fit",
    "edge_pulse: {zram_percent: «180»}",
    "w1",
    cp(`${pi}, edge_pulse: {zram_percent: 40}`) + w1(", board: pi-3b-plus, memory: 1GiB"),
  ],
  [
    "swap-cannot-fit",
    "edge_pulse: {swap: {size: «32GiB»}}",
    "w1",
    cp(`${pi}, edge_pulse: {swap: {size: 1GiB}}`) + w1(pi),
  ],
  [
    "port-taken",
    "edge_pulse: {api: {port: «443»}}",
    "r0",
    cp(`${pi}, edge_pulse: {api: {port: 8080}}`) + r0(", memory: 8GiB"),
  ],
  ["rancher-kernel", "os: {image: «raspios-trixie»}", "r0", cp(pi) + r0(", memory: 8GiB")],
  ["k3s-version-skew", "k3s: {version: «v1.31.1+k3s1»}", "w1", cp(`${pi}, k3s: {version: v1.35.5+k3s1}`) + w1(pi)],
];

const roleOf: Readonly<Record<string, string>> = { cp: "control-plane", w1: "worker", r0: "rancher" };

test.each(cases)("%s by %s in defaults is shown there, and said to be of %s", async (code, layer, node, nodes) => {
  const found = await expectFaults(`${head}defaults: {${layer}}\nnodes:\n${nodes}`, [code]);
  expect(found[0]?.notes.at(-1)?.message).toBe(`"${node}" has it from \`defaults\``);
});

test.each(cases)("%s by %s in a role is shown there, and said to be of %s", async (code, layer, node, nodes) => {
  const role = roleOf[node] ?? "";
  const found = await expectFaults(`${head}roles: {${role}: {${layer}}}\nnodes:\n${nodes}`, [code]);
  expect(found[0]?.notes.at(-1)?.message).toBe(`"${node}" has it from \`roles.${role}\``);
});

test("a layer of an included file is shown in that file", async () => {
  const files = { "site.yaml": "defaults: {memory: 3GiB}\n" };
  const { diagnostics } = await read(`include: [site.yaml]\n${head}nodes:\n${cp(pi)}${w1(", board: pi-4b")}`, files);
  expect(diagnostics).toMatchObject([{ code: "memory-not-sold", span: { file: "site.yaml", start: 19 } }]);
  expect(diagnostics[0]?.notes.at(-1)).toMatchObject({
    message: '"w1" has it from `defaults`',
    span: { file: "lab.yaml" },
  });
});
