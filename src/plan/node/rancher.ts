import type { RancherTrust } from "../../model/bundle.ts";
import type { Rancher } from "../../model/cluster.ts";
import type { NodeFile, NodePart, Step } from "../../model/plan.ts";
import { firstRancherWithNftables, parseRancherVersion, type Version } from "../../model/versions.ts";
import type { PartInput } from "../part.ts";
import { importObjects } from "./rancher-objects.ts";
import { moduleFile, unitFile } from "./template-files.ts";

const folder = "/etc/edgegen/rancher";
const dockerSettings = "/etc/docker/daemon.json";

/** How long the first boot watches Rancher come up: a Pi with an SD card takes many minutes. */
const waitSeconds = 900;

/** Its image up to 2.14 brings only iptables-legacy, which needs these of the host (rancher/rancher#36967). */
const legacyModules = ["ip_tables", "iptable_nat", "iptable_filter", "iptable_mangle"];

const docker: NodeFile = {
  path: dockerSettings,
  mode: "0644",
  content: { kind: "json", data: { "log-driver": "json-file", "log-opts": { "max-file": "3", "max-size": "10m" } } },
};

const dockerStep: Step = {
  name: "docker",
  data: { packages: ["docker.io"], optional: ["docker-cli"] },
  files: [dockerSettings],
};

const importUnit = unitFile("rancher/edgegen-rancher-import.service");
const modules = ["rancher/rancher_import.py", "k3s/reach.py", "k3s/service.py", "k3s/k3s-issued.sh"].map(moduleFile);

/** Docker, Rancher's container, and what makes Rancher expect the cluster. */
export function rancherPart({ cluster, node, bundle, lock }: PartInput): NodePart {
  if (node.role !== "rancher") return { files: [], steps: [] };
  if (cluster.rancher === undefined || bundle.rancher === undefined) throw new Error("nothing is known of Rancher");
  const reference = `${cluster.rancher.image}:${cluster.rancher.version}`;
  const digest = lock?.rancher.get(reference);
  const image = digest === undefined ? reference : `${reference}@${digest}`;
  const version = knownVersion(cluster.rancher.version);
  const kernelModules = version.minor < firstRancherWithNftables ? legacyModules : [];
  const objects = { kind: "json", data: importObjects(cluster, bundle.rancher) } as const;
  const own = [
    unitFile("rancher/rancher.service", { image }),
    environmentFile(cluster.rancher, bundle.rancher, version),
    ...certificateFiles(bundle.rancher),
    { path: `${folder}/import.json`, mode: "0600", content: objects, secret: true } satisfies NodeFile,
    importUnit,
  ];
  const data = { image, modules: kernelModules, wait_seconds: waitSeconds };
  return {
    files: [docker, ...own, ...moduleListFiles(kernelModules), ...modules],
    steps: [dockerStep, { name: "rancher", data, files: own.map((file) => file.path) }],
  };
}

function knownVersion(text: string): Version {
  const version = parseRancherVersion(text);
  if (version === undefined) throw new Error(`${text} passed the checks as a version of Rancher`);
  return version;
}

/** An environment file keeps the password out of the process list. A setting given here cannot be changed in the user interface. */
function environmentFile(rancher: Rancher, trust: RancherTrust, version: Version): NodeFile {
  const data = {
    bootstrapPassword: trust.bootstrapPassword,
    serverUrl: rancher.serverUrl,
    features: knowsTokenRotation(version) ? "crt-token-ttl-rotation=false" : "",
  };
  const content = { kind: "template", template: "rancher/rancher.env", data } as const;
  return { path: `${folder}/rancher.env`, mode: "0600", content, secret: true };
}

/**
 * The versions that know the feature by which registration tokens, and with them the import URL, die after 30 days. One name that a
 * version does not know makes it ignore the whole of CATTLE_FEATURES.
 */
export function knowsTokenRotation({ major, minor, patch }: Version): boolean {
  if (major !== 2) return major > 2;
  return minor > 14 || (minor === 14 && patch >= 4) || (minor === 13 && patch >= 8);
}

/** Rancher wants all three: a certificate of one's own without its CA is an error at its start (pkg/tls). */
function certificateFiles(trust: RancherTrust): readonly NodeFile[] {
  const file = (name: string, text: string): NodeFile => ({
    path: `${folder}/${name}`,
    mode: "0600",
    content: { kind: "text", text },
  });
  return [
    file("cert.pem", trust.certificate.certificate),
    { ...file("key.pem", trust.certificate.key), secret: true },
    file("cacerts.pem", trust.ca.certificate),
  ];
}

function moduleListFiles(names: readonly string[]): readonly NodeFile[] {
  if (names.length === 0) return [];
  const content = { kind: "text", text: `${names.join("\n")}\n` } as const;
  return [{ path: "/etc/modules-load.d/edgegen-rancher.conf", mode: "0644", content }];
}
