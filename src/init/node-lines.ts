import { boards } from "../model/boards.ts";
import { imageIds, images } from "../model/images.ts";
import { parseSize, showSize } from "../model/size.ts";
import { scalar } from "./scalar.ts";
import { isBoard, type Settled } from "./wishes.ts";

/** The lines of `nodes`: Rancher is number 0, the control plane 1, workers are from 2 on. */
export function nodeLines(cluster: string, settled: Settled): readonly string[] {
  const [rancherAddress, ...rest] = settled.rancher ? settled.addresses : ["", ...settled.addresses];
  const [controlPlane = "", ...workers] = rest;
  const name = (number: number | string) => `${prefix(cluster)}${number}`;
  return [
    ...(settled.rancher ? rancherLines(name(0), rancherAddress ?? "", settled) : []),
    ...controlPlaneLines(name(1), controlPlane, settled),
    ...workerLines(name, workers),
    ...(settled.rancher ? [] : rancherHint(name(0), settled)),
  ];
}

/** What cannot begin a name is spoken of where it is the cluster's, not at each node too. */
function prefix(cluster: string): string {
  if (!/^[a-z][a-z0-9-]{0,40}$/.test(cluster)) return "node";
  return /[a-z]$/.test(cluster) ? cluster : `${cluster.replace(/-+$/, "")}-`;
}

const line = (keys: Readonly<Record<string, string | undefined>>) =>
  `  - {${Object.entries(keys)
    .flatMap(([key, value]) => (value === undefined ? [] : [`${key}: ${value}`]))
    .join(", ")}}`;

/** What a node says itself, where the board that all have is too small for its role. */
interface Larger {
  readonly board?: string;
  readonly memory?: string;
}

/** At the least so many MiB: on the same board where it is sold with them, else on a Pi 4. */
function atLeast(mib: number, settled: Settled): Larger {
  const { board } = settled;
  const memory = parseSize(settled.memory);
  if (memory === undefined || memory >= mib) return {};
  const sold: readonly number[] = isBoard(board) && boards[board].pi ? boards[board].memoryMiB : [mib];
  const size = sold.find((each) => each >= mib);
  return size === undefined ? { board: "pi-4b", memory: showSize(mib) } : { memory: showSize(size) };
}

function controlPlaneLines(name: string, address: string, settled: Settled): readonly string[] {
  const larger = atLeast(2048, settled);
  const reason = larger.memory ? ["  # K3s asks for 2GiB on the control plane."] : [];
  const alone = settled.workers === 0 ? ["  # The only node: what you deploy runs on it as well."] : [];
  return [...reason, ...alone, line({ name, role: "control-plane", ...larger, address: scalar(address) })];
}

function workerLines(name: (number: number | string) => string, addresses: readonly string[]): readonly string[] {
  const [first = ""] = addresses;
  if (addresses.length === 0) return [];
  if (addresses.length === 1) return [line({ name: name(2), role: "worker", address: first })];
  return [
    "  # A range is many nodes in one line, and needs quotes. With a + the addresses count up along the names.",
    line({ name: `"${name(`{2..${addresses.length + 1}}`)}"`, role: "worker", address: `${first}+` }),
  ];
}

function rancherLines(name: string, address: string, settled: Settled): readonly string[] {
  const os = rancherSystem(settled);
  const reason = os ? ["  # Rancher needs legacy iptables, which the kernel of the image above may not have."] : [];
  return [...reason, line({ name, role: "rancher", ...atLeast(8192, settled), address: scalar(address), os })];
}

/** The same line, to be uncommented. */
function rancherHint(name: string, settled: Settled): readonly string[] {
  const keys = { ...atLeast(8192, settled), address: "AN ADDRESS OF ITS OWN", os: rancherSystem(settled) };
  return [
    "",
    "  # A Rancher of your own wants a computer with 8GiB to itself:",
    `  # ${line({ name, role: "rancher", ...keys }).trim()}`,
  ];
}

function rancherSystem({ image }: Settled): string | undefined {
  const id = imageIds.find((each) => each === image);
  return id !== undefined && images[id].kernelMayLackIptables ? "{image: ubuntu-24.04}" : undefined;
}
