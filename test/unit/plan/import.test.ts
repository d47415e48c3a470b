import { expect, test } from "vitest";
import { importPart } from "../../../src/plan/node/import.ts";
import { bundle, everything, file, input, step, text } from "./k3s-sample.ts";

const part = importPart(input("dcn1"));
const trust = bundle.rancher ?? expect.fail("the sample has a Rancher node");

test("the control plane knows where its manifest will be, in a closed file", () => {
  expect(JSON.parse(text(part, "/etc/edgegen/import.json"))).toStrictEqual({
    url: `https://10.1.40.21/v3/import/${trust.defaultToken}_${trust.clusterId}.yaml`,
  });
  expect(file(part, "/etc/edgegen/import.json")).toMatchObject({ mode: "0600", secret: true });
});

test("it trusts Rancher's CA and has nothing else of Rancher's", () => {
  expect(text(part, "/etc/edgegen/rancher-ca.pem")).toBe(trust.ca.certificate);
  for (const secret of [trust.ca.key, trust.certificate.key, trust.bootstrapPassword, trust.systemToken]) {
    expect(everything(part)).not.toContain(secret);
  }
});

test("the step starts a timer and holds no token", () => {
  expect(step(part, "import")?.data).toStrictEqual({ timer: "edgegen-import.timer" });
  const paths = part.files.map(({ path }) => path);
  expect(paths).toEqual(expect.arrayContaining([...(step(part, "import")?.files ?? [])]));
  expect(paths).toContain("/etc/systemd/system/edgegen-import.timer");
});

test("nothing is imported without Rancher, nor by other roles", () => {
  const nothing = { files: [], steps: [] };
  expect(importPart(input("dcn1", { rancher: undefined }))).toStrictEqual(nothing);
  for (const name of ["dcn0", "dcn2"]) expect(importPart(input(name))).toStrictEqual(nothing);
});
