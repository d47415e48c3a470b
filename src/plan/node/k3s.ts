import { type BoardId, boards } from "../../model/boards.ts";
import type { ClusterNode } from "../../model/cluster.ts";
import { releaseNames } from "../../model/lock.ts";
import type { NodeFile, NodePart, Step } from "../../model/plan.ts";
import type { PartInput } from "../part.ts";
import { payloadOf } from "../payload.ts";
import { k3sConfig, serverUrl } from "./k3s-config.ts";
import { manifestFiles, manifestFolder } from "./k3s-manifests.ts";
import { registriesFiles } from "./k3s-registries.ts";
import { authorityFiles, nodePasswordFile, serverFolders } from "./k3s-trust.ts";
import { kubeletFiles } from "./kubelet.ts";
import { moduleFile, unitFile } from "./template-files.ts";

/** How long the first boot watches K3s come up; it comes up all the same when that is over. */
const waitSeconds = 300;

const serverUnit: NodeFile = {
  ...unitFile("k3s/k3s.service", { command: "server" }),
  path: "/etc/systemd/system/k3s.service",
};
const agentUnit: NodeFile = {
  ...unitFile("k3s/k3s.service", { command: "agent" }),
  path: "/etc/systemd/system/k3s-agent.service",
};
const rejoinTimer = unitFile("k3s/edgegen-rejoin.timer");
const rejoinFiles = [
  unitFile("k3s/edgegen-rejoin.service"),
  rejoinTimer,
  ...["k3s/rejoin.py", "k3s/reach.py"].map(moduleFile),
];
const modules = ["k3s/download.py", "k3s/payload.py", "k3s/service.py", "k3s/k3s-issued.sh"].map(moduleFile);

/** K3s itself: a server on the control plane, an agent on workers, nothing on the Rancher node, whose container brings its own. */
export function k3sPart(input: PartInput): NodePart {
  switch (input.node.role) {
    case "control-plane":
      return serverPart(input);
    case "worker":
      return agentPart(input);
    case "rancher":
      return { files: [], steps: [] };
  }
}

function serverPart(input: PartInput): NodePart {
  const read = [serverUnit, ...nodeFiles(input), ...authorityFiles(input.bundle)];
  const data = { unit: "k3s", private_folders: [...serverFolders, manifestFolder], timers: [] };
  return {
    files: [...read, ...manifestFiles(input.cluster), ...modules],
    steps: [installStep(input), startStep(input.node, data, read)],
  };
}

function agentPart(input: PartInput): NodePart {
  const read = [agentUnit, ...nodeFiles(input)];
  const data = {
    unit: "k3s-agent",
    private_folders: [],
    timers: ["edgegen-rejoin.timer"],
    server: serverUrl(input.cluster),
  };
  return {
    files: [...read, ...rejoinFiles, ...modules],
    steps: [installStep(input), startStep(input.node, data, [...read, rejoinTimer])],
  };
}

function nodeFiles(input: PartInput): readonly NodeFile[] {
  const content = { kind: "yaml", data: k3sConfig(input) } as const;
  return [
    { path: "/etc/rancher/k3s/config.yaml", mode: "0600", content, secret: true },
    nodePasswordFile(input.bundle, input.node.name),
    ...kubeletFiles(input.node),
    ...registriesFiles(input.node, input.bundle),
  ];
}

/** The binary of amd64 is plainly `k3s`. */
export function releaseAsset(board: BoardId): string {
  const { arch } = boards[board];
  return releaseNames(arch).binary;
}

/** Of the images the node hears only when they are on its card: K3s pulls them by itself. */
function installStep({ node, lock, offline }: PartInput): Step {
  const { version, mirror } = node.k3s;
  const { binary: asset, sums } = releaseNames(boards[node.board].arch);
  const { binary, airgap, carried } = payloadOf(node, lock, offline ?? false);
  const images = carried.find(({ name }) => name === airgap?.name);
  const data = {
    ...{ version, asset, sums, mirror },
    ...(binary && { sha256: binary.sha256 }),
    ...(carried.length > 0 && { payload: true }),
    ...(images && { images: { asset: images.name, sha256: images.sha256 } }),
  };
  return { name: "k3s-install", data, files: [] };
}

/** `read` is what K3s reads at its start: when one of them changes, the step runs again and restarts K3s. */
function startStep(node: ClusterNode, data: Step["data"], read: readonly NodeFile[]): Step {
  const files = read.map((file) => file.path);
  return {
    name: "k3s-start",
    data: { ...data, version: node.k3s.version, required: files, wait_seconds: waitSeconds },
    files,
  };
}
