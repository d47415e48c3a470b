import { expect, test } from "vitest";
import { cli } from "../../src/cli/cli.ts";
import { testIo } from "../support/test-io.ts";
import { workplace } from "../support/workplace.ts";

async function planned(edgePulse: string): Promise<string> {
  const place = workplace(`version: 1
network: { subnet: 10.1.40.0/24, gateway: 10.1.40.1 }
defaults: { board: pi-3b-plus, memory: 1GiB, edge_pulse: ${edgePulse} }
nodes:
  - { name: dcn1, role: control-plane, memory: 1GiB, address: 10.1.40.22 }
`);
  const io = testIo();
  const code = await cli(["plan", "--profile", place.profile], io);
  place.remove();
  expect(code, io.printed.err).toBe(0);
  return io.printed.out;
}

test("who reads how much swap there is reads which pods have some of it, and how the others get a request", async () => {
  const out = await planned("{ enabled: true }");
  expect(out).toMatch(/dcn1 +1024 .* 614 +1024 +node and Burstable pods\n +a Burstable pod swaps by its share/);
  expect(out).toContain("LimitRange");
  expect(await planned("{ enabled: false }")).not.toContain("LimitRange");
});

test("labels, taints and registries are what the layers make of them", async () => {
  const place = workplace(`version: 1
network: { subnet: 10.1.40.0/24, gateway: 10.1.40.1 }
defaults: { board: pi-4b, memory: 4GiB, labels: { site: berlin }, taints: ["a=b:NoSchedule"] }
roles: { worker: { labels: { disk: ssd }, taints: ["edge=only:NoExecute"] } }
k3s: { registries: { mirrors: { docker.io: { endpoint: ["https://registry.lan"] } } } }
nodes:
  - { name: dcn1, role: control-plane, address: 10.1.40.22 }
  - { name: dcn2, role: worker, address: 10.1.40.23 }
`);
  const io = testIo();
  await cli(["plan", "--profile", place.profile], io);
  const asData = testIo();
  await cli(["plan", "--format", "json", "--profile", place.profile], asData);
  place.remove();
  expect(JSON.parse(asData.printed.out).nodes[1]).toMatchObject({ labels: { site: "berlin", disk: "ssd" } });
  expect(io.printed.out).toContain("labels\n  dcn1: site=berlin\n  dcn2: site=berlin, disk=ssd\n");
  const own = "node-role.kubernetes.io/control-plane=true:NoSchedule";
  expect(io.printed.out).toContain(`taints\n  dcn1: ${own}, a=b:NoSchedule\n  dcn2: edge=only:NoExecute\n`);
  expect(io.printed.out).toContain("registries\n  dcn1, dcn2: docker.io\n");
});
