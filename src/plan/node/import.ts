import { importUrl } from "../../credentials/rancher-import.ts";
import type { RancherTrust } from "../../model/bundle.ts";
import type { Rancher } from "../../model/cluster.ts";
import type { NodeFile, NodePart } from "../../model/plan.ts";
import type { PartInput } from "../part.ts";
import { moduleFile, unitFile } from "./template-files.ts";

const targetFile = "/etc/edgegen/import.json";
const authorityFile = "/etc/edgegen/rancher-ca.pem";
const units = [unitFile("k3s/edgegen-import.service"), unitFile("k3s/edgegen-import.timer")];
const modules = ["k3s/import_agent.py", "k3s/reach.py"].map(moduleFile);

/** The control plane's half of introducing the cluster to Rancher; the other half is the Rancher node's. */
export function importPart({ cluster, node, bundle }: PartInput): NodePart {
  if (node.role !== "control-plane" || cluster.rancher === undefined) return { files: [], steps: [] };
  if (bundle.rancher === undefined) throw new Error("the bundle has nothing for Rancher");
  const target = targetFiles(cluster.rancher, bundle.rancher);
  return {
    files: [...target, ...units, ...modules],
    steps: [
      {
        name: "import",
        data: { timer: "edgegen-import.timer" },
        files: [...target, ...units].map((file) => file.path),
      },
    ],
  };
}

function targetFiles(rancher: Rancher, trust: RancherTrust): readonly NodeFile[] {
  const target = { kind: "json", data: { url: importUrl(rancher.serverUrl, trust) } } as const;
  return [
    { path: targetFile, mode: "0600", content: target, secret: true },
    { path: authorityFile, mode: "0644", content: { kind: "text", text: trust.ca.certificate } },
  ];
}
