import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { Expected } from "../../src/boot/check.ts";
import { checks, compareBoots, judgeAll, probeScript, type Verdict } from "../../src/boot/checks.ts";
import { expectedNodes } from "../unit/boot/sample.ts";
import { hastenManaged } from "./managed.ts";
import { awaitNodes, awaitReady, cloudInitStatus } from "./node.ts";
import { openRack, type Rack } from "./rack.ts";

/** The checks that `edgegen boot` makes, on nodes that are as they should be, and on nodes that somebody has meddled with. */
const nodes = ["dcn0", "dcn1", "dcn2"] as const;

let rack: Rack;
let held: ReadonlyMap<string, Expected>;
beforeAll(async () => {
  const { cluster } = inject("testbed");
  held = await expectedNodes(join(cluster, "../../pi4-2node.yaml"));
  rack = await openRack(...nodes);
  await start();
  await hastenManaged(rack);
});
afterAll(() => rack?.close());

async function start(): Promise<void> {
  for (const node of nodes) await rack.on(node);
  await Promise.all(nodes.map((node) => awaitReady(rack, node)));
  for (const node of nodes) await cloudInitStatus(rack, node);
  await awaitNodes(rack, "dcn1 Ready", "dcn2 Ready");
}

const expectedOf = (node: string): Expected => held.get(node) ?? expect.fail(node);
const ask = async (node: string) => (await rack.script(node, probeScript(checks, expectedOf(node)))).text;
const judge = (node: string, output: string) => wrong(judgeAll(checks, expectedOf(node), output));
const wrong = (verdicts: readonly Verdict[]) => verdicts.filter(({ differences }) => differences.length > 0);

/** `CHECK: WHAT` of each difference. */
const briefly = (verdicts: readonly Verdict[]) =>
  verdicts.flatMap(({ name, differences }) => differences.map(({ what }) => `${name}: ${what}`)).sort();

const first = new Map<string, string>();

test.each(nodes)("%s is as its Cluster says", async (node) => {
  const started = Date.now();
  const output = await ask(node);
  process.stdout.write(`${node} was asked everything in ${((Date.now() - started) / 1000).toFixed(1)} s\n`);
  first.set(node, output);
  expect(judge(node, output)).toEqual([]);
});

test("nothing of the search for secrets is left behind", async () => {
  const { text } = await rack.run("dcn1", "sh", "-c", "ls -d /run/edgegen-check* /tmp/edgegen* 2>/dev/null");
  expect(text).toBe("");
});

describe("a second boot", () => {
  beforeAll(async () => {
    await Promise.all(nodes.map((node) => rack.off(node)));
    await start();
  });

  test.each(nodes)("%s is the same, and has done nothing again", async (node) => {
    const output = await ask(node);
    expect(judge(node, output)).toEqual([]);
    expect(wrong(compareBoots(checks, expectedOf(node), first.get(node) ?? "", output))).toEqual([]);
  });
});

test("whoever asks over ssh does not count as somebody who logged in, but is seen by the next who asks", async () => {
  const { cluster } = inject("testbed");
  const script = join(rack.state, "script");
  writeFileSync(script, probeScript(checks, expectedOf("dcn1")), { mode: 0o600 });
  const session = `cd '${cluster}' && ssh -F ssh_config dcn1 sudo sh -s <'${script}'`;
  expect(judge("dcn1", (await rack.outside("sh", "-c", session)).text)).toEqual([]);
  expect(briefly(judge("dcn1", await ask("dcn1")))).toEqual(["logins: logins"]);
  expect(briefly(judge("dcn1", (await rack.outside("sh", "-c", session)).text))).toEqual(["logins: logins"]);
});

const tls = "/var/lib/rancher/k3s/server/tls";
const encoded = (text: string) => Buffer.from(text).toString("base64");

/** Each with what it spoils; all of it is done to one node, and seen in one go. */
const meddling = () =>
  ({
    "host-name: the kernel's host name": "echo other >/proc/sys/kernel/hostname || hostname other",
    "user: the groups of edge": "gpasswd -d edge adm",
    "authorized-keys: keys that may log in": "echo ssh-ed25519 AAAAOTHER mallory >>/home/edge/.ssh/authorized_keys",
    "password-login: accounts with a password": "echo edge:secret | chpasswd",
    "password-login: sshd's PasswordAuthentication":
      "sed -i s/^PasswordAuthentication.*/PasswordAuthentication\\ yes/ /etc/ssh/sshd_config.d/10-edgegen.conf",
    "card-files: sha256 of /etc/ssh/sshd_config.d/10-edgegen.conf": ":",
    "address: the IPv4 addresses of eth0": "ip address add 10.1.40.99/24 dev eth0",
    "gateway: default routes": "ip route add default via 10.1.40.9 metric 500",
    "dns: nameservers": "resolvectl dns eth0 9.9.9.9",
    "renderer: the mode of /etc/netplan/50-cloud-init.yaml": "chmod 644 /etc/netplan/50-cloud-init.yaml",
    "timezone: /etc/localtime": "ln -sf /usr/share/zoneinfo/UTC /etc/localtime",
    "locale: LANG": "sed -i s/en_IN/en_US/ /etc/default/locale /etc/locale.conf",
    "time-source: the servers of timesyncd":
      "printf '[Time]\\nNTP=\\nNTP=ntp.example.org\\n' >/etc/systemd/timesyncd.conf.d/99-other.conf",
    "failed-units: failed units": "systemd-run --unit broken false",
    "watchdog: RuntimeWatchdogSec":
      "printf '[Manager]\\nRuntimeWatchdogSec=10s\\n' >/etc/systemd/system.conf.d/99-other.conf; systemctl daemon-reload",
    "edge-pulse: where the API listens": "systemctl stop edge-pulse-api.socket edge-pulse-api.service",
    "edge-pulse: what /healthz says": ":",
    "units: edge-pulse-api.socket now": ":",
    "units: edgegen-import.timer at the next boot": "systemctl disable edgegen-import.timer",
    "units: edgegen-import.timer now": "systemctl stop edgegen-import.timer",
    [`card-files: mode and owner of ${tls}/client-ca.key`]: `chmod 644 ${tls}/client-ca.key`,
    "card-files: sha256 of /etc/rancher/k3s/config.yaml": "echo debug: true >>/etc/rancher/k3s/config.yaml",
    [`private-folders: mode and owner of ${tls}`]: `chmod 755 ${tls}`,
    "scrubbed: user-data's length": "echo '# /usr/local/lib/edgegen/steps/' >>/boot/firmware/user-data",
    "scrubbed: where the whole user-data still is": ":",
    "steps: stamps": "touch /var/lib/edgegen/steps/other-0123456789ab",
    "cloud-init: cloud-init's status":
      'sed -i \'s/"errors": \\[\\]/"errors": ["spoilt"]/\' /run/cloud-init/status.json /run/cloud-init/result.json',
    "cloud-init: cloud-init's complaints": ":",
    "cloud-init: cloud-init's extended status": ":",
    "cloud-init: the code of `cloud-init status`": ":",
    "instance-id: cloud-init's instance-id": "echo other >/var/lib/cloud/data/instance-id",
    "secrets: SSH host key of dcn1": "cp /etc/edgegen/ssh/host_ed25519 /var/tmp/copy",
    // The session of the test before.
    "logins: logins": ":",
  }) as const;

test("what somebody did to a node is seen, each thing by its check, and nothing else", async () => {
  const spoilt = meddling();
  expect((await rack.script("dcn1", Object.values(spoilt).join("\n"))).text).toBeDefined();
  const output = await ask("dcn1");
  expect(briefly(judge("dcn1", output))).toEqual(Object.keys(spoilt).sort());
  expect(
    wrong(compareBoots(checks, expectedOf("dcn1"), first.get("dcn1") ?? "", output)).map(({ name }) => name),
  ).toEqual(["instance-id", "stamps-steady"]);
});

test("secrets of others are found wherever they are and however they are written", async () => {
  const { bundle } = expectedOf("dcn2");
  const files: Readonly<Record<string, string>> = {
    "/root/.kube/config": `client-key-data: ${encoded(bundle.operator.key)}\n`,
    "/var/log/note": `token: ${encoded(`x${bundle.k3s.serverSecret}`)}\n`,
    "/boot/firmware/backup": bundle.k3s.clientCa.key,
    "/tmp/with a space": `\0\0${bundle.rancher?.bootstrapPassword}\0`,
  };
  const writing = Object.entries(files).map(
    ([path, text]) => `mkdir -p "$(dirname '${path}')"; echo ${encoded(text)} | base64 -d >'${path}'`,
  );
  await rack.script("dcn2", writing.join("\n"));
  const [verdict] = judge("dcn2", await ask("dcn2")).filter(({ name }) => name === "secrets");
  expect(verdict?.differences.map(({ what, found }) => `${what} in ${found}`).sort()).toEqual([
    "Rancher bootstrap password in /tmp/with a space",
    "client CA key in /boot/firmware/backup",
    "operator key in /root/.kube/config",
    "server secret in /var/log/note",
  ]);
});
