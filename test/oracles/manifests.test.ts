import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect } from "vitest";
import { filesNamed } from "./cards.ts";
import { distinct, type Exhibit, faults, oracle, run } from "./oracle.ts";

const work = mkdtempSync(join(tmpdir(), "edgegen-manifests-"));
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** `kubectl kustomize` asks no server: it reads every document as a Kubernetes object and refuses what is none. */
async function manifestFaults(manifests: readonly Exhibit[]): Promise<string[]> {
  const outcomes = await Promise.all(
    manifests.map(({ text }) => {
      const folder = mkdtempSync(join(work, "m-"));
      writeFileSync(join(folder, "manifest.yaml"), text);
      writeFileSync(join(folder, "kustomization.yaml"), "resources: [manifest.yaml]\n");
      return run("kubectl", ["kustomize", folder]);
    }),
  );
  return faults(manifests, outcomes);
}

oracle("kubectl reads every manifest that K3s deploys at its start as Kubernetes objects", ["kubectl"], async () => {
  const manifests = filesNamed(/^\/var\/lib\/rancher\/k3s\/server\/manifests\/.*\.ya?ml$/);
  expect(await manifestFaults(distinct("manifests", manifests))).toEqual([]);
});

oracle("kubectl is seen to refuse a manifest without a kind, and one without a name", ["kubectl"], async () => {
  const good = "apiVersion: v1\nkind: Namespace\nmetadata: {name: lab}\n";
  const found = await manifestFaults([
    { at: "good", text: good },
    { at: "kind", text: good.replace("kind: Namespace\n", "") },
    { at: "name", text: good.replace("name: lab", "") },
  ]);
  expect(found.map((text) => text.split(":")[0])).toEqual(["kind", "name"]);
});
