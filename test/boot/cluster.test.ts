import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { cardOf, onDisk, snapshot, stampsOf, stampsOnDisk } from "./disk.ts";
import { hastenManaged, imports } from "./managed.ts";
import { awaitNodes, awaitReady, bootSeconds, cloudInitStatus, powerOns, statusOf } from "./node.ts";
import { openRack, type Rack } from "./rack.ts";
import { findSecrets, secrets } from "./secrets.ts";
import { until } from "./until.ts";

const nodes = ["dcn0", "dcn1", "dcn2"] as const;
const steps = {
  dcn0: "verify scrub cgroup network clock kernel scrub-caches edge-pulse docker rancher packages",
  dcn1: "verify scrub cgroup network clock kernel scrub-caches edge-pulse k3s-install k3s-start import packages",
  dcn2: "verify scrub cgroup network clock kernel scrub-caches edge-pulse k3s-install k3s-start packages",
};

let rack: Rack;
const poweredOn = new Map<string, number>();
beforeAll(async () => {
  rack = await openRack(...nodes);
  for (const node of nodes) {
    poweredOn.set(node, Date.now());
    await rack.on(node);
  }
  await Promise.all(nodes.map((node) => awaitReady(rack, node)));
  await hastenManaged(rack);
});
afterAll(() => rack?.close());

const failedUnits = async (node: string) =>
  (await rack.run(node, "systemctl", "--failed", "--plain", "--no-legend")).text;

const awaitWholeCluster = () => awaitNodes(rack, "dcn1 Ready", "dcn2 Ready");

describe.each(nodes)("%s, a new card", (node) => {
  test("goes through its steps in order and stamps them", async () => {
    const status = await statusOf(rack, node);
    const took = status?.steps.map(({ name, seconds }) => `${name} ${seconds}`);
    process.stdout.write(`${node}: seconds of each step: ${took?.join(", ")}\n`);
    expect(status?.steps.map(({ name }) => name).join(" ")).toBe(steps[node]);
    expect(status?.steps.filter(({ state }) => state !== "done")).toEqual([]);
    expect(stampsOnDisk(rack, node).map(([name]) => name)).toEqual(stampsOf(cardOf(node)));
  });

  test("gets through cloud-init without a complaint, and no unit has failed", async () => {
    expect(await cloudInitStatus(rack, node)).toBe("done");
    expect(await failedUnits(node)).toBe("");
  });

  test("is there without a reboot", async () => {
    const reboots = powerOns(rack, node) - 1;
    const [first = 0, whole = 0] = await bootSeconds(rack, node, poweredOn.get(node) ?? 0);
    process.stdout.write(
      `${node}: ${first.toFixed(1)} s from power on to cloud-init's end, ${(whole - first).toFixed(1)} s from there until all steps are done, ${reboots} reboots\n`,
    );
    expect(reboots).toBe(0);
  });

  test("has its own address, and no other", async () => {
    const address = { dcn0: "10.1.40.21/24", dcn1: "10.1.40.22/24", dcn2: "10.1.40.23/24" }[node];
    const { text } = await rack.run(node, "ip", "-4", "-brief", "address", "show", "dev", "eth0");
    expect(text.split(/\s+/).slice(2)).toEqual([address]);
  });

  test("has every file of the card, with its mode", () => {
    const { files } = cardOf(node);
    const wanted = files.map(({ path, mode, sha256 }) => `${path} ${mode} ${sha256}`);
    expect(files.map(({ path }) => `${path} ${onDisk(rack, node, path)}`)).toEqual(wanted);
    expect(wanted.some((line) => line.startsWith("/etc/sysctl.d/90-edgegen.conf 0644"))).toBe(true);
    expect(wanted.some((line) => line.startsWith("/etc/modules-load.d/edgegen.conf 0644"))).toBe(true);
  });

  test("holds the secrets of its role where they belong, and no other anywhere, logs included", async () => {
    const { misplaced, found } = await findSecrets(rack, node);
    expect(misplaced).toEqual([]);
    const own = secrets.filter(({ on }) => on.includes(node)).map(({ name }) => name);
    expect([...found].sort()).toEqual(own.sort());
  });
});

test("the network has no way out", async () => {
  const { text: links } = await rack.outside("ip", "-brief", "link");
  expect(links.split("\n").filter((line) => !/^(lo|lan0|cable\d)\b/.test(line))).toEqual([]);
  expect((await rack.outside("ip", "route", "get", "1.1.1.1")).code).not.toBe(0);
  expect((await rack.outside("cat", "/proc/sys/net/ipv4/ip_forward")).text).toBe("0");
});

test("the network has a time server, which answers a node", async () => {
  const ask = `import socket
asked = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
asked.settimeout(5)
asked.sendto(b"\\x1b" + bytes(47), ("10.1.40.1", 123))
print("stratum", asked.recv(48)[1])`;
  expect(await rack.run("dcn2", "python3", "-c", ask)).toEqual({ code: 0, text: "stratum 5" });
});

test("K3s's files are closed to others", () => {
  const tls = "/var/lib/rancher/k3s/server/tls";
  const modes = [
    "/etc/rancher/k3s/config.yaml",
    "/etc/rancher/node/password",
    tls,
    `${tls}/server-ca.key`,
    `${tls}/etcd`,
  ];
  expect(modes.map((path) => onDisk(rack, "dcn1", path).slice(0, 4))).toEqual(["0600", "0600", "0700", "0600", "0700"]);
  expect(modes.slice(0, 2).map((path) => onDisk(rack, "dcn2", path).slice(0, 4))).toEqual(["0600", "0600"]);
});

test("the worker has joined", awaitWholeCluster);

test("the kubeconfig that was built opens the cluster, and nothing else does", async () => {
  const kubectl = ["kubectl", "--kubeconfig", join(inject("testbed").cluster, "kubeconfig")];
  expect(await rack.outside(...kubectl, "get", "--raw", "/readyz")).toEqual({ code: 0, text: "ok" });
  const { text } = await rack.outside(...kubectl, "get", "--raw", "/api/v1/nodes");
  const { items } = JSON.parse(text) as { items: { metadata: { name: string } }[] };
  expect(items.map(({ metadata }) => metadata.name)).toEqual(["dcn1", "dcn2"]);
  const anonymous = [
    "kubectl",
    "--server=https://10.1.40.22:6443",
    "--insecure-skip-tls-verify",
    "--kubeconfig=/dev/null",
  ];
  const refused = await rack.outside(...anonymous, "--username=a", "--password=b", "get", "--raw", "/readyz");
  expect(refused).toMatchObject({ code: 1, text: expect.stringContaining("nauthorized") });
});

test("Rancher's import is applied once, however often the timer looks", async () => {
  await rack.run("dcn1", "systemctl", "start", "edgegen-import.service");
  expect(imports(rack)).toBe(1);
});

/** As sshd writes it; that this would be seen is shown by the last test. */
const logins = (node: string) => rack.console(node).match(/Accepted \w+ for .*/g) ?? [];

test("nobody has logged in to any node", () => {
  expect(nodes.flatMap(logins)).toEqual([]);
});

test("every step run again by hand changes nothing", async () => {
  const before = nodes.map((node) => snapshot(rack, node, "etc", "usr/local"));
  const again = async (node: string) => {
    await rack.run(node, "sh", "-c", "rm /var/lib/edgegen/steps/* /run/edgegen/status.json");
    await rack.run(node, "systemctl", "restart", "edgegen-firstboot");
    await awaitReady(rack, node);
  };
  await Promise.all(nodes.map(again));
  expect(nodes.map((node) => snapshot(rack, node, "etc", "usr/local"))).toEqual(before);
  for (const node of nodes) expect(stampsOnDisk(rack, node).map(([name]) => name)).toEqual(stampsOf(cardOf(node)));
  await awaitWholeCluster();
  expect(imports(rack)).toBe(1);
});

describe("a second boot", () => {
  let before: readonly unknown[];
  beforeAll(async () => {
    before = nodes.map((node) => stampsOnDisk(rack, node));
    await Promise.all(nodes.map((node) => rack.off(node)));
    for (const node of nodes) await rack.on(node);
    await Promise.all(nodes.map((node) => awaitReady(rack, node)));
  });

  test("runs no step again", () => {
    expect(nodes.map((node) => stampsOnDisk(rack, node))).toEqual(before);
  });

  test.each(nodes)("%s is the same instance, and cloud-init is content", async (node) => {
    expect(await cloudInitStatus(rack, node)).toBe("done");
    const { text } = await rack.run(node, "cat", "/var/lib/cloud/data/instance-id");
    expect(text).toBe(cardOf(node).instance_id);
    expect(await failedUnits(node)).toBe("");
  });

  test("brings the cluster back as it was", async () => {
    await awaitWholeCluster();
    await hastenManaged(rack);
    expect(imports(rack)).toBe(1);
  });
});

test("the key pair and host keys that were built open a session, and that is seen", async () => {
  const { cluster } = inject("testbed");
  const { text } = await rack.outside("sh", "-c", `cd '${cluster}' && ssh -F ssh_config dcn1 sudo id -un`);
  expect(text).toBe("root");
  await until("sshd's line", 5, async () => logins("dcn1").length === 1);
});

test("a secret that a program says, or is called with, is found in the logs", async () => {
  const said = secrets.find(({ name }) => name === "server secret")?.forms[0] ?? expect.fail();
  const given = secrets.find(({ name }) => name === "system token")?.forms[0] ?? expect.fail();
  const call = `systemd-run --quiet --wait --description=caller sh -c 'echo hello; sleep 1; :' ${given}`;
  expect((await rack.script("dcn2", `echo 'token: ${said}' | systemd-cat; ${call}`)).code).toBe(0);
  await expect
    .poll(async () => (await findSecrets(rack, "dcn2")).misplaced, { timeout: 10_000, interval: 500 })
    .toEqual(["server secret in console", "server secret in journal", "system token in journal"]);
});
