import { X509Certificate } from "node:crypto";
import { expect, test } from "vitest";
import type { Bundle } from "../../../src/model/bundle.ts";
import { provision } from "../../../src/trust/provision.ts";
import { rotate } from "../../../src/trust/rotate.ts";
import { cluster, entropy, newYear, node } from "./sample.ts";

const bundle = await made();
const later = newYear + 365 * 24 * 3600;

async function made(): Promise<Bundle> {
  const { value } = await provision(cluster(), undefined, entropy());
  if (!value) throw new Error("no bundle");
  return value.bundle;
}

test("a new operator certificate comes from the same client CA; the SSH key is new too, so every card is to be applied", async () => {
  const { bundle: rotated, applyAgain, notes } = await rotate(bundle, cluster(), "operator", entropy(later));
  expect(rotated.operator.key).not.toBe(bundle.operator.key);
  expect(rotated.operatorSsh?.privateKey).not.toBe(bundle.operatorSsh?.privateKey);
  const ca = new X509Certificate(bundle.k3s.clientCa.certificate);
  expect(new X509Certificate(rotated.operator.certificate).verify(ca.publicKey)).toBe(true);
  expect({ ...rotated, operator: bundle.operator, operatorSsh: bundle.operatorSsh }).toStrictEqual(bundle);
  expect(applyAgain).toStrictEqual(["dcn1", "dcn2", "dcn0"]);
  expect(notes.join("\n")).toContain("the old kubeconfig keeps working");
});

test("an operator who brought an SSH key needs no card applied", async () => {
  const own: Bundle = { ...bundle, operatorSsh: undefined };
  const { bundle: rotated, applyAgain } = await rotate(own, cluster(), "operator", entropy(later));
  expect(rotated.operatorSsh).toBeUndefined();
  expect(applyAgain).toStrictEqual([]);
});

test("a rotated certificate is valid for ten years from now, and from the bundle's own beginning, for nodes without a clock", async () => {
  const { bundle: rotated } = await rotate(bundle, cluster(), "operator", entropy(later));
  const certificate = new X509Certificate(rotated.operator.certificate);
  expect(Date.parse(certificate.validFrom)).toBe((newYear - 7 * 24 * 3600) * 1000);
  expect(new Date(certificate.validTo).getUTCFullYear()).toBe(2037);
});

test("a new agent secret concerns the control plane, first, and the workers", async () => {
  const many = cluster({ nodes: [node("a", "worker", "10.1.40.31"), ...cluster().nodes] });
  const { bundle: rotated, applyAgain } = await rotate(bundle, many, "agent-token", entropy(later));
  expect(rotated.k3s.agentSecret).not.toBe(bundle.k3s.agentSecret);
  expect({ ...rotated, k3s: { ...rotated.k3s, agentSecret: bundle.k3s.agentSecret } }).toStrictEqual(bundle);
  expect(applyAgain).toStrictEqual(["dcn1", "a", "dcn2"]);
});

test("a new Rancher certificate covers the profile's names, from the same CA, and concerns Rancher's card alone", async () => {
  const moved = cluster({ rancher: { version: "v2.13.8", serverUrl: "https://rancher.lab.example", image: "x" } });
  const { bundle: rotated, applyAgain } = await rotate(bundle, moved, "rancher-certificate", entropy(later));
  expect(applyAgain).toStrictEqual(["dcn0"]);
  expect(rotated.rancher?.ca).toStrictEqual(bundle.rancher?.ca);
  const certificate = new X509Certificate(rotated.rancher?.certificate.certificate ?? "");
  expect(certificate.subjectAltName).toContain("DNS:rancher.lab.example");
  expect(certificate.verify(new X509Certificate(bundle.rancher?.ca.certificate ?? "").publicKey)).toBe(true);
  expect((await provision(moved, rotated, entropy())).diagnostics).toStrictEqual([]);
});

test("without Rancher there is nothing to rotate, and that is said", async () => {
  const alone = cluster({ rancher: undefined, nodes: [node("dcn1", "control-plane", "10.1.40.22")] });
  const { bundle: same, applyAgain, notes } = await rotate(bundle, alone, "rancher-certificate", entropy());
  expect(same).toBe(bundle);
  expect(applyAgain).toStrictEqual([]);
  expect(notes).toStrictEqual(["nothing was changed: no node of this cluster runs Rancher"]);
});
