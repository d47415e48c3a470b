import type { Rack } from "./rack.ts";
import { until } from "./until.ts";

export interface Status {
  readonly phase: string;
  readonly message: string;
  readonly steps: readonly {
    readonly name: string;
    readonly state: string;
    readonly message: string;
    readonly seconds: number;
  }[];
}

/** What the node says of itself; undefined while it says nothing. */
export async function statusOf(rack: Rack, node: string): Promise<Status | undefined> {
  const { code, text } = await rack.run(node, "cat", "/run/edgegen/status.json");
  return code === 0 ? (JSON.parse(text) as Status) : undefined;
}

/** Waits until the first boot has reached this phase. */
export async function awaitPhase(rack: Rack, node: string, phase: string, seconds = 90, message = ""): Promise<void> {
  await until(`${node} ${phase}`, seconds, async () => {
    const status = await statusOf(rack, node);
    const reached = status?.phase === phase && status.message.includes(message);
    return reached || `${status?.phase}: ${status?.message}\n${lastLines(rack, node)}`;
  });
}

export const awaitReady = (rack: Rack, node: string, seconds = 90) => awaitPhase(rack, node, "ready", seconds);

const lastLines = (rack: Rack, node: string) => rack.console(node).split("\n").slice(-15).join("\n");

/** cloud-init has ended, in whatever way: its own word for how. */
export async function cloudInitStatus(rack: Rack, node: string): Promise<string> {
  const { text } = await rack.run(node, "cloud-init", "status", "--wait", "--format", "json");
  return (JSON.parse(text) as { extended_status: string }).extended_status;
}

/** How often the node was started so far, by its switch or by itself. */
export const powerOns = (rack: Rack, node: string): number =>
  rack.console(node).split(`=== power on: ${node} ===`).length - 1;

/** From a moment in milliseconds to cloud-init's end, and to the end of the last step, by the node's own files. */
export async function bootSeconds(rack: Rack, node: string, since: number): Promise<readonly number[]> {
  const files = ["/run/cloud-init/result.json", "/run/edgegen/status.json"];
  const { text } = await rack.run(node, "stat", "--dereference", "--format=%.3Y", ...files);
  return text.split("\n").map((time) => Number(time) - since / 1000);
}

/** The nodes that the control plane knows, with the word after their names. */
export async function clusterNodes(rack: Rack): Promise<readonly string[]> {
  const { text } = await rack.run("dcn1", "k3s", "kubectl", "get", "nodes");
  return text.split("\n").sort();
}

export async function awaitNodes(rack: Rack, ...expected: readonly string[]): Promise<void> {
  await until(`the cluster is ${expected.join(", ")}`, 60, async () => {
    const listed = (await clusterNodes(rack)).join(", ");
    return listed === expected.join(", ") || listed;
  });
}

/** Waits until the node's console has shown a text, counted from a length that it had before. */
export async function awaitConsole(rack: Rack, node: string, text: string, from = 0): Promise<void> {
  await until(
    `${node} says "${text}"`,
    60,
    async () => rack.console(node).slice(from).includes(text) || lastLines(rack, node),
  );
}
