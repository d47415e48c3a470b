import { describe, expect, test } from "vitest";
import { agentToken } from "../../../src/credentials/agent-token.ts";
import { boards } from "../../../src/model/boards.ts";
import type { ClusterNode } from "../../../src/model/cluster.ts";
import { k3sPart } from "../../../src/plan/node/k3s.ts";
import { k3sConfig } from "../../../src/plan/node/k3s-config.ts";
import { kubeletArguments } from "../../../src/plan/node/kubelet.ts";
import { node } from "../trust/sample.ts";
import { has, run } from "../trust/tool.ts";
import { bundle, everything, file, input, step, text } from "./k3s-sample.ts";

const config = "/etc/rancher/k3s/config.yaml";
const tls = "/var/lib/rancher/k3s/server/tls";
const manifests = "/var/lib/rancher/k3s/server/manifests";
const server = k3sPart(input("dcn1"));
const agent = k3sPart(input("dcn2"));

describe("config.yaml", () => {
  test("of the control plane holds bare secrets, its names and its taint", () => {
    expect(
      k3sConfig(
        input("dcn1", { k3s: { ...input("dcn1").cluster.k3s, disable: ["traefik"], tlsSan: ["k3s.lab", "dcn1"] } }),
      ),
    ).toStrictEqual({
      token: bundle.k3s.serverSecret,
      "agent-token": bundle.k3s.agentSecret,
      "tls-san": ["10.1.40.22", "dcn1", "k3s.lab"],
      "write-kubeconfig-mode": "0600",
      disable: ["traefik"],
      "secrets-encryption": true,
      "node-name": "dcn1",
      "node-ip": "10.1.40.22",
      "flannel-iface": "eth0",
      "node-label": ["edgegen.io/board=pi-4b", "edgegen.io/role=control-plane"],
      "node-taint": ["node-role.kubernetes.io/control-plane=true:NoSchedule"],
      "protect-kernel-defaults": true,
      "kubelet-arg": [
        "system-reserved=memory=256Mi",
        "kube-reserved=memory=768Mi",
        "eviction-hard=memory.available<100Mi,nodefs.available<5%,imagefs.available<5%",
        "image-gc-high-threshold=75",
        "image-gc-low-threshold=65",
        "container-log-max-size=10Mi",
        "container-log-max-files=3",
      ],
    });
  });

  test("of a worker pins the cluster's CA and knows no server secret", () => {
    expect(k3sConfig(input("dcn2"))).toMatchObject({
      server: "https://10.1.40.22:6443",
      token: agentToken(bundle),
      "node-name": "dcn2",
    });
    expect(Object.keys(k3sConfig(input("dcn2")))).not.toContain("agent-token");
  });

  test("is 0600, and its mode string does not become a number", () => {
    expect(file(server, config)).toMatchObject({ mode: "0600", secret: true });
    expect(text(server, config)).toContain('write-kubeconfig-mode: "0600"\n');
  });

  test("has no taint of ours without a worker, nor where the profile does not want it", () => {
    const alone = [node("dcn1", "control-plane", "10.1.40.22")];
    expect(k3sConfig(input("dcn1", { nodes: alone }))).not.toHaveProperty("node-taint");
    const untainted = { ...input("dcn1").cluster.k3s, taintControlPlane: false };
    expect(k3sConfig(input("dcn1", { k3s: untainted }))).not.toHaveProperty("node-taint");
  });

  test("carries the node's own labels and taints", () => {
    const own = { labels: { "example.org/rack": "a", disk: "ssd" }, taints: ["gpu=yes:NoExecute"] };
    expect(k3sConfig(input("dcn2", {}, own))).toMatchObject({
      "node-label": ["disk=ssd", "edgegen.io/board=pi-4b", "edgegen.io/role=worker", "example.org/rack=a"],
      "node-taint": ["gpu=yes:NoExecute"],
    });
  });

  test("leaves out what is off or unknown", () => {
    const off = { hardening: "off" as const, k3s: { ...input("dcn1").cluster.k3s, secretsEncryption: false } };
    const keys = Object.keys(k3sConfig(input("dcn1", off, { interface: undefined })));
    expect(
      keys.filter((key) => ["protect-kernel-defaults", "secrets-encryption", "flannel-iface", "disable"].includes(key)),
    ).toEqual([]);
  });

  test("adds the user's keys: lists grow, anything else is theirs", () => {
    const k3s: ClusterNode["k3s"] = {
      ...input("dcn2").node.k3s,
      config: {
        "kubelet-arg": ["max-pods=60"],
        "kubelet-arg+": "v=2",
        "kube-proxy-arg": ["v=1"],
        debug: true,
      },
    };
    const made = k3sConfig(input("dcn2", {}, { k3s }));
    expect(made["kubelet-arg"]).toStrictEqual([...kubeletArguments(input("dcn2").node), "max-pods=60", "v=2"]);
    expect(made).toMatchObject({ "kube-proxy-arg": ["v=1"], debug: true });
  });
});

describe("kubelet reservations", () => {
  const sizes = [...new Set(Object.values(boards).flatMap((board) => board.memoryMiB as readonly number[]))];
  test.each(sizes)("leave a worker with %i MiB two fifths of it for pods", (memoryMiB) => {
    expect(reserved({ ...input("dcn2").node, memoryMiB })).toBeLessThan(memoryMiB * 0.6);
  });

  test.each(sizes)("leave a control plane with %i MiB something", (memoryMiB) => {
    expect(reserved({ ...input("dcn1").node, memoryMiB })).toBeLessThan(memoryMiB * 0.8);
  });

  /** With eviction's 100 MiB. */
  function reserved(of: ClusterNode): number {
    const figures = kubeletArguments(of).flatMap((argument) => /memory=([0-9]+)Mi$/.exec(argument)?.[1] ?? []);
    return figures.reduce((sum, figure) => sum + Number(figure), 100);
  }
});

describe("files of trust", () => {
  const authorities = ["server-ca", "client-ca", "request-header-ca", "etcd/server-ca", "etcd/peer-ca"];

  test.each(authorities)("%s is leaf, intermediate and root, with a private key", (name) => {
    expect(text(server, `${tls}/${name}.crt`).match(/BEGIN CERTIFICATE/g)).toHaveLength(3);
    expect(text(server, `${tls}/${name}.key`)).toMatch(/^-----BEGIN EC PRIVATE KEY-----\n/);
    expect(file(server, `${tls}/${name}.key`)).toMatchObject({ mode: "0600", secret: true });
  });

  test.skipIf(!has("openssl"))("every CA file verifies against the root at its end", () => {
    for (const name of authorities) {
      const files = { "chain.pem": text(server, `${tls}/${name}.crt`), "root.pem": bundle.root.certificate };
      expect(
        run(
          ["openssl", "verify", "-x509_strict", "-CAfile", "root.pem", "-untrusted", "chain.pem", "chain.pem"],
          files,
        ),
      ).toBe("chain.pem: OK\n");
    }
  });

  test("service-account tokens are signed by an RSA key in PKCS#1 form", () => {
    expect(text(server, `${tls}/service.key`)).toMatch(/^-----BEGIN RSA PRIVATE KEY-----\n/);
  });

  test("each node has its own password, with a newline behind it", () => {
    expect(text(server, "/etc/rancher/node/password")).toBe(`${bundle.nodes.get("dcn1")?.nodePassword}\n`);
    expect(text(agent, "/etc/rancher/node/password")).toMatch(/^[0-9a-f]{32}\n$/);
    expect(file(agent, "/etc/rancher/node/password")).toMatchObject({ mode: "0600", secret: true });
  });

  test("a worker's card knows nothing that it does not need", () => {
    const card = everything(agent);
    const { serverSecret, serviceKey, serverCa, clientCa, requestHeaderCa, etcdServerCa, etcdPeerCa } = bundle.k3s;
    const keys = [
      bundle.root,
      bundle.intermediate,
      serverCa,
      clientCa,
      requestHeaderCa,
      etcdServerCa,
      etcdPeerCa,
      bundle.operator,
    ];
    const others = [...bundle.nodes].filter(([name]) => name !== "dcn2").map(([, trust]) => trust.nodePassword);
    for (const secret of [serverSecret, serviceKey, ...keys.map(({ key }) => key), ...others])
      expect(card).not.toContain(secret);
    expect(card).not.toContain("PRIVATE KEY");
  });

  test("the roots' keys are on no card", () => {
    for (const { key } of [bundle.root, bundle.intermediate]) expect(everything(server)).not.toContain(key);
  });
});

describe("manifests", () => {
  test.skipIf(!has("kubectl"))("the operator's group is bound as kubectl itself would bind it", () => {
    const wanted = [
      "kubectl",
      "create",
      "clusterrolebinding",
      "edgegen-admins",
      "--clusterrole=cluster-admin",
      "--group=edgegen:admins",
    ];
    const { content } = file(server, `${manifests}/edgegen-admins.yaml`);
    const theirs: unknown = JSON.parse(run([...wanted, "--dry-run=client", "--output=json"], {}));
    expect(theirs).toMatchObject(content.kind === "yaml" ? (content.data as object) : {});
  });

  test("of the user lie beside it, closed, on the control plane alone", () => {
    const theirs = { name: "app.yaml", text: "kind: Secret\n" };
    const k3s = { ...input("dcn1").cluster.k3s, manifests: [theirs] };
    expect(file(k3sPart(input("dcn1", { k3s })), `${manifests}/app.yaml`)).toMatchObject({
      mode: "0600",
      secret: true,
    });
    expect(everything(k3sPart(input("dcn2", { k3s })))).not.toContain("kind: Secret");
  });
});

describe("registries.yaml", () => {
  const registries = {
    mirrors: { "*": {}, "docker.io": { endpoint: ["https://mirror.lab"] } },
    configs: { "mirror.lab": { auth: { username: "edge", password: { secret: "registry" } } } },
  };
  const k3s = { ...input("dcn2").node.k3s, registries };

  test("carries the user's secret in its place", () => {
    const part = k3sPart(input("dcn2", {}, { k3s }));
    expect(file(part, "/etc/rancher/k3s/registries.yaml")).toMatchObject({ mode: "0600", secret: true });
    expect(text(part, "/etc/rancher/k3s/registries.yaml")).toContain(`password: "p@ss: 'word'"`);
    expect(step(part, "k3s-start")?.files).toContain("/etc/rancher/k3s/registries.yaml");
  });

  test("is not there without an entry in the profile", () => {
    expect(agent.files.map(({ path }) => path)).not.toContain("/etc/rancher/k3s/registries.yaml");
  });

  test("is one content for all nodes that share it", () => {
    const contents = ["dcn1", "dcn2"].map(
      (name) => file(k3sPart(input(name, {}, { k3s })), "/etc/rancher/k3s/registries.yaml").content,
    );
    expect(contents[0]).toBe(contents[1]);
  });
});

describe("steps and units", () => {
  test("the unit starts a server on the control plane and an agent on workers", () => {
    expect(text(server, "/etc/systemd/system/k3s.service")).toContain("\nExecStart=/usr/local/bin/k3s server\n");
    expect(text(agent, "/etc/systemd/system/k3s-agent.service")).toContain("\nExecStart=/usr/local/bin/k3s agent\n");
  });

  test("the release's files are named after the board's architecture", () => {
    const generic = k3sPart(input("dcn2", {}, { board: "generic-amd64" }));
    expect(step(generic, "k3s-install")?.data).toMatchObject({ asset: "k3s", sums: "sha256sum-amd64.txt" });
    expect(step(agent, "k3s-install")?.data).toStrictEqual({
      version: "v1.34.8+k3s1",
      asset: "k3s-arm64",
      sums: "sha256sum-arm64.txt",
      mirror: "https://example.org",
    });
  });

  test("K3s waits for its CAs, and its folders become private before it starts", () => {
    const { data, files } = step(server, "k3s-start") ?? {};
    expect(data).toMatchObject({
      unit: "k3s",
      private_folders: expect.arrayContaining([tls, `${tls}/etcd`, manifests]),
      timers: [],
    });
    expect(data?.["required"]).toEqual(expect.arrayContaining([config, `${tls}/server-ca.key`, `${tls}/service.key`]));
    expect(files).toContain(config);
  });

  test("a worker watches whether the cluster still knows it", () => {
    expect(step(agent, "k3s-start")?.data).toMatchObject({
      unit: "k3s-agent",
      timers: ["edgegen-rejoin.timer"],
      server: "https://10.1.40.22:6443",
    });
    expect(text(agent, "/usr/local/lib/edgegen/rejoin.py")).toContain("kubernetes#71398");
  });

  test("what a step names is on the card, and no secret is in its data", () => {
    for (const part of [server, agent]) {
      const paths = part.files.map(({ path }) => path);
      for (const { files } of part.steps) expect(paths).toEqual(expect.arrayContaining([...files]));
      const data = JSON.stringify(part.steps.map((each) => each.data));
      for (const secret of [bundle.k3s.serverSecret, bundle.k3s.agentSecret]) expect(data).not.toContain(secret);
    }
  });

  test("every secret file is closed, and no path is there twice", () => {
    for (const { files } of [server, agent]) {
      expect(files.filter(({ secret, mode }) => secret && mode !== "0600")).toEqual([]);
      expect(new Set(files.map(({ path }) => path)).size).toBe(files.length);
    }
  });

  test("the Rancher node gets nothing of it", () => {
    expect(k3sPart(input("dcn0"))).toStrictEqual({ files: [], steps: [] });
  });

  test("another worker changes nothing on the others' cards", () => {
    const more = [...input("dcn1").cluster.nodes, node("dcn3", "worker", "10.1.40.24")];
    for (const name of ["dcn1", "dcn2"])
      expect(k3sPart(input(name, { nodes: more }))).toStrictEqual(k3sPart(input(name)));
  });
});
