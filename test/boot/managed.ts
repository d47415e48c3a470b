import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Rack } from "./rack.ts";
import { until } from "./until.ts";

const agent = "/apis/apps/v1/namespaces/cattle-system/deployments/cattle-cluster-agent";

/** Whether Rancher's agent is there, has a place, and Rancher knows it. */
export async function isManaged(rack: Rack): Promise<boolean | string> {
  const { code, text } = await rack.run("dcn1", "k3s", "kubectl", "get", "--raw", agent);
  if (code !== 0) return text;
  const { status } = JSON.parse(text) as { status?: { availableReplicas: number } };
  return status?.availableReplicas === 1 || `the agent's status is ${JSON.stringify(status)}`;
}

/** Waits until the cluster is managed, and only looks: the timer tries once a minute. */
export async function awaitManaged(rack: Rack, seconds = 150): Promise<void> {
  await until("the cluster is managed by Rancher", seconds, () => isManaged(rack), 1);
}

/** The same where it is not about the timer, which is not waited for; within systemd's limit of starts. */
export async function hastenManaged(rack: Rack): Promise<void> {
  const look = async () => {
    await rack.run("dcn1", "systemctl", "start", "edgegen-import.service");
    return isManaged(rack);
  };
  await until("the cluster is managed by Rancher", 60, look, 4);
}

/** Waits until Rancher answers the laptop. */
export async function awaitRancher(rack: Rack): Promise<void> {
  const ping = `import ssl, urllib.request
answer = urllib.request.urlopen("https://10.1.40.21/ping", timeout=5, context=ssl._create_unverified_context())
print(answer.read().decode())`;
  await until("Rancher answers", 60, async () => {
    const { text } = await rack.outside("python3", "-c", ping);
    return text === "pong" || text;
  });
}

/** How often the import manifest was applied, by the API's own audit log. */
export function imports(rack: Rack): number {
  const log = readFileSync(join(rack.state, "dcn1/upper/var/lib/rancher/k3s/server/audit.log"), "utf8");
  return log.split("\n").filter((line) => line.startsWith(`PATCH ${agent} `)).length;
}
