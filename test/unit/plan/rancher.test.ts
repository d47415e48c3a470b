import { describe, expect, test } from "vitest";
import type { Rancher } from "../../../src/model/cluster.ts";
import { parseRancherVersion } from "../../../src/model/versions.ts";
import { knowsTokenRotation, rancherPart } from "../../../src/plan/node/rancher.ts";
import { importObjects } from "../../../src/plan/node/rancher-objects.ts";
import { cluster, node } from "../trust/sample.ts";
import { has, run } from "../trust/tool.ts";
import { bundle, everything, file, input, step, text } from "./k3s-sample.ts";

const folder = "/etc/edgegen/rancher";
const part = rancherPart(input("dcn0"));
const trust = bundle.rancher ?? expect.fail("the sample has a Rancher node");

const ofVersion = (version: string) => {
  const rancher: Rancher = { version, serverUrl: "https://10.1.40.21", image: "rancher/rancher" };
  return rancherPart(input("dcn0", { rancher }));
};

describe("the container", () => {
  test("runs the pinned version in the foreground", () => {
    const unit = text(part, "/etc/systemd/system/rancher.service");
    expect(unit).toMatch(/\nExecStart=\/usr\/bin\/docker run --rm --name rancher --privileged \\\n/);
    expect(unit).toContain('\n    "rancher/rancher:v2.13.8"\n');
    expect(step(part, "rancher")?.data).toMatchObject({ image: "rancher/rancher:v2.13.8" });
  });

  test("gets its password from a closed environment file", () => {
    expect(file(part, `${folder}/rancher.env`)).toMatchObject({ mode: "0600", secret: true });
    expect(text(part, `${folder}/rancher.env`)).toBe(
      [
        `CATTLE_BOOTSTRAP_PASSWORD=${trust.bootstrapPassword}`,
        "CATTLE_SERVER_URL=https://10.1.40.21",
        "CATTLE_FIRST_LOGIN=false",
        "CATTLE_AGENT_TLS_MODE=strict",
        "CATTLE_FEATURES=crt-token-ttl-rotation=false",
        "",
      ].join("\n"),
    );
  });

  test.each([
    ["v2.12.12", false],
    ["v2.13.7", false],
    ["v2.13.8", true],
    ["v2.14.0", false],
    ["v2.14.3", false],
    ["v2.14.4", true],
    ["v2.15.0", true],
    ["v2.16.1", true],
  ])("of %s knows the rotation of tokens: %s", (version, known) => {
    expect(knowsTokenRotation(parseRancherVersion(version) ?? expect.fail())).toBe(known);
    expect(text(ofVersion(version), `${folder}/rancher.env`).includes("CATTLE_FEATURES")).toBe(known);
  });

  test.skipIf(!has("openssl"))("has a certificate that its CA vouches for, address included", () => {
    const files = { "ca.pem": text(part, `${folder}/cacerts.pem`), "cert.pem": text(part, `${folder}/cert.pem`) };
    const verify = ["openssl", "verify", "-x509_strict", "-verify_ip", "10.1.40.21", "-CAfile", "ca.pem", "cert.pem"];
    expect(run(verify, files)).toBe("cert.pem: OK\n");
    expect(file(part, `${folder}/key.pem`)).toMatchObject({ mode: "0600", secret: true });
  });

  test("brings legacy iptables modules up to 2.14, and none from 2.15 on", () => {
    expect(text(part, "/etc/modules-load.d/edgegen-rancher.conf")).toBe(
      "ip_tables\niptable_nat\niptable_filter\niptable_mangle\n",
    );
    const later = ofVersion("v2.15.0");
    expect(later.files.map(({ path }) => path)).not.toContain("/etc/modules-load.d/edgegen-rancher.conf");
    expect(step(later, "rancher")?.data).toMatchObject({ modules: [] });
  });

  test("stands on Docker with capped logs", () => {
    expect(JSON.parse(text(part, "/etc/docker/daemon.json"))).toStrictEqual({
      "log-driver": "json-file",
      "log-opts": { "max-file": "3", "max-size": "10m" },
    });
    expect(step(part, "docker")).toMatchObject({
      data: { packages: ["docker.io"], optional: ["docker-cli"] },
      files: ["/etc/docker/daemon.json"],
    });
  });
});

describe("the objects of the import", () => {
  const objects = importObjects(cluster(), trust);

  test("come in the order in which Rancher must meet them", () => {
    expect(objects).toMatchObject([
      { apiVersion: "v1", kind: "Namespace", metadata: { name: trust.clusterId } },
      {
        kind: "ClusterRegistrationToken",
        metadata: { name: "default-token", namespace: trust.clusterId },
        status: { token: trust.defaultToken },
      },
      {
        kind: "ClusterRegistrationToken",
        metadata: { name: "system", namespace: trust.clusterId },
        status: { token: trust.systemToken },
      },
      {
        apiVersion: "provisioning.cattle.io/v1",
        kind: "Cluster",
        metadata: { name: "lab", namespace: "fleet-default" },
      },
    ]);
    expect(JSON.parse(text(part, `${folder}/import.json`))).toStrictEqual(objects);
    expect(file(part, `${folder}/import.json`)).toMatchObject({ mode: "0600", secret: true });
  });

  test("tokens name their cluster and no ttl", () => {
    expect(objects[1]).toStrictEqual({
      apiVersion: "management.cattle.io/v3",
      kind: "ClusterRegistrationToken",
      metadata: { name: "default-token", namespace: trust.clusterId },
      spec: { clusterName: trust.clusterId },
      status: { token: trust.defaultToken },
    });
  });

  test("the cluster takes our id and asks for no creator", () => {
    expect(objects[3]).toMatchObject({
      metadata: {
        annotations: {
          "provisioning.cattle.io/management-cluster-name": trust.clusterId,
          "field.cattle.io/no-creator-rbac": "true",
          "rancher.io/imported-cluster-version-management": "false",
        },
      },
    });
  });

  test("agents stay off the control plane where there is a worker, and only there", () => {
    const rule = { key: "node-role.kubernetes.io/control-plane", operator: "DoesNotExist" };
    const affinity = {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [rule] }] },
      },
    };
    const overrideResourceRequirements = { requests: { cpu: "50m", memory: "200Mi" } };
    const customization = { overrideAffinity: affinity, overrideResourceRequirements };
    expect(objects[3]).toMatchObject({
      spec: { clusterAgentDeploymentCustomization: customization, fleetAgentDeploymentCustomization: customization },
    });
    const alone = cluster({ nodes: [node("dcn1", "control-plane", "10.1.40.22")] });
    expect(importObjects(alone, trust)[3]).toMatchObject({
      spec: { clusterAgentDeploymentCustomization: { overrideResourceRequirements } },
    });
    expect(JSON.stringify(importObjects(alone, trust))).not.toContain("overrideAffinity");
  });
});

describe("the card", () => {
  test("holds no secret of the K3s cluster", () => {
    const card = everything(part);
    const { serverSecret, agentSecret, serverCa, clientCa, serviceKey } = bundle.k3s;
    const secrets = [
      serverSecret,
      agentSecret,
      serverCa.key,
      clientCa.key,
      serviceKey,
      trust.ca.key,
      bundle.operator.key,
    ];
    for (const secret of secrets) expect(card).not.toContain(secret);
  });

  test("every secret file is closed, no path is there twice, and steps name what is there", () => {
    const paths = part.files.map(({ path }) => path);
    expect(part.files.filter(({ secret, mode }) => secret && mode !== "0600")).toEqual([]);
    expect(new Set(paths).size).toBe(paths.length);
    for (const { files } of part.steps) expect(paths).toEqual(expect.arrayContaining([...files]));
    expect(JSON.stringify(part.steps)).not.toContain(trust.bootstrapPassword);
  });

  test("of other roles has nothing of it", () => {
    for (const name of ["dcn1", "dcn2"]) expect(rancherPart(input(name))).toStrictEqual({ files: [], steps: [] });
  });

  test("does not change with another worker", () => {
    const more = [...input("dcn0").cluster.nodes, node("dcn3", "worker", "10.1.40.24")];
    expect(rancherPart(input("dcn0", { nodes: more }))).toStrictEqual(part);
  });
});
