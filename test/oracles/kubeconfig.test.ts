import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { cards, fileOf } from "./cards.ts";
import { blocks, chain, chainFaults, controlPlanes, keyFaults, save, tls } from "./openssl.ts";
import { oracle, run } from "./oracle.ts";

interface KubeConfig {
  readonly clusters: readonly { cluster: { server: string; "certificate-authority-data": string } }[];
  readonly users: readonly { user: { "client-certificate-data": string; "client-key-data": string } }[];
}

async function view(path: string): Promise<KubeConfig> {
  const { status, output } = await run("kubectl", ["--kubeconfig", path, "config", "view", "--raw", "-o", "json"]);
  if (status !== 0) throw new Error(output);
  return JSON.parse(output);
}

const decoded = (base64: string | undefined) => Buffer.from(base64 ?? "", "base64").toString("utf8");

oracle(
  "kubectl reads each kubeconfig, and it fits its control plane on both sides",
  ["kubectl", "openssl"],
  async () => {
    for (const { at, tree, files, facts } of controlPlanes()) {
      const path = join(tree, "kubeconfig");
      expect(statSync(path).mode & 0o777, `${at}: mode of kubeconfig`).toBe(0o600);
      const { clusters, users } = await view(path);
      expect(clusters[0]?.cluster.server, at).toBe(`https://${facts.address}:6443`);

      const clientCa = blocks(fileOf(files, `${tls}/client-ca.crt`).text);
      const client = decoded(users[0]?.user["client-certificate-data"]);
      const operator = chain(`${at}:operator`, [...blocks(client).slice(0, 1), ...clientCa], facts.build_epoch);
      const serverCa = blocks(fileOf(files, `${tls}/server-ca.crt`).text);
      const trusted = blocks(decoded(clusters[0]?.cluster["certificate-authority-data"])).at(-1) ?? "";
      const server = { ...chain(`${at}:server`, serverCa, facts.build_epoch), root: trusted };
      expect(await chainFaults([{ ...operator, purpose: "sslclient" }, server])).toEqual([]);
      const key = decoded(users[0]?.user["client-key-data"]);
      expect(await keyFaults([{ at: `${at}:operator`, key, certificate: client, text: key }])).toEqual([]);
      const subject = await run("openssl", ["x509", "-in", save("client", client), "-noout", "-subject"]);
      expect(subject.output, at).toMatch(/O ?= ?edgegen:admins/);
    }
  },
);

oracle("kubectl is seen to refuse a kubeconfig that is cut short", ["kubectl"], async () => {
  const [card] = controlPlanes();
  const text = readFileSync(join(card?.tree ?? "", "kubeconfig"), "utf8");
  await expect(view(save("cut", text.slice(0, text.indexOf("client-key-data") + 8)))).rejects.toThrow(/error/);
});

/** docs.k3s.io/cli/token: the hash is the root's fingerprint. Returns what does not agree with the root that openssl sees. */
async function tokenFault(at: string, text: string, root: string): Promise<string[]> {
  const { output } = await run("openssl", ["x509", "-in", save("root", root), "-noout", "-fingerprint", "-sha256"]);
  const fingerprint = output.split("=")[1]?.replaceAll(":", "").toLowerCase() ?? "";
  const pinned = /\bK10([0-9a-f]{64})::node:/.exec(text)?.[1];
  return pinned === fingerprint ? [] : [`${at}: pins ${pinned}, the root is ${fingerprint}`];
}

oracle("each worker's token pins the fingerprint of its cluster's root, as openssl sees it", ["openssl"], async () => {
  const found: string[] = [];
  for (const worker of cards().filter(({ facts }) => facts.role === "worker")) {
    const server = controlPlanes().find(({ tree }) => tree === worker.tree);
    const root = blocks(fileOf(server?.files ?? [], `${tls}/server-ca.crt`).text).at(-1) ?? "";
    const config = worker.files.filter(({ path }) => path.startsWith("/etc/rancher/k3s/")).map(({ text }) => text);
    found.push(...(await tokenFault(worker.at, config.join("\n"), root)));
  }
  expect(found).toEqual([]);
});

oracle("a token that pins another certificate is noticed", ["openssl"], async () => {
  const worker = cards().find(({ facts }) => facts.role === "worker");
  const config = fileOf(worker?.files ?? [], "/etc/rancher/k3s/config.yaml").text;
  const notTheRoot = blocks(fileOf(controlPlanes()[0]?.files ?? [], `${tls}/server-ca.crt`).text)[0] ?? "";
  expect(await tokenFault("leaf", config, notTheRoot)).toEqual([expect.stringMatching(/^leaf: pins [0-9a-f]{64}/)]);
});
