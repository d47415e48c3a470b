import { sha256 } from "../hash/sha256.ts";
import type { Bundle, NodeTrust } from "../model/bundle.ts";
import type { Diagnostic, Result } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";
import { showPath } from "../model/tree-path.ts";
import { type BundleFile, bundleFile } from "../schema/bundle.ts";
import { parsePlain } from "../yaml/plain.ts";
import { checksumMark } from "./print.ts";
import { isSealed } from "./seal.ts";

const newestVersion = 1;

/**
 * A bundle from its file. What is wrong is said without a source frame and without any of the text, all of which is secret.
 * @param path as the user knows it: the subject of every diagnostic
 */
export function readBundle(text: string, path: string): Result<Bundle> {
  // An editor or a version control system may have changed the line ends; keys and passwords hold none that matter.
  const unix = text.replace(/^\ufeff/, "").replaceAll("\r\n", "\n");
  const problem = checkWhole(unix, path);
  if (problem) return { diagnostics: [problem] };
  const yaml = parsePlain(unix);
  if ("line" in yaml) return { diagnostics: [damaged(path, `line ${yaml.line} is not YAML`)] };
  const file = bundleFile.safeParse(yaml.value);
  if (!file.success) return { diagnostics: file.error.issues.slice(0, 5).map(({ path: key }) => misfit(path, key)) };
  const nodes = readNodes(file.data.nodes);
  if (typeof nodes === "number") return { diagnostics: [damaged(path, `line ${nodes} of its nodes is not a node`)] };
  return { value: bundleOf(file.data, nodes), diagnostics: [] };
}

/** Whether this is a bundle of a version that we read, from its first byte to its last. */
function checkWhole(text: string, path: string): Diagnostic | undefined {
  if (text.trim() === "") return damaged(path, "it is empty");
  if (isSealed(text))
    return fault("bundle-sealed", "the bundle is sealed with age", { subject: path, notes: [unseal] });
  const version = Number(/^version: (\d+)$/m.exec(text)?.[1] ?? 0);
  if (version > newestVersion) return newer(path, version);
  if (version === 0)
    return damaged(path, "it has no line `version: ...`: this is not a trust bundle, or its start is missing");
  const end = text.lastIndexOf(checksumMark);
  if (end < 0) return damaged(path, "its end is missing: it was only half written, or cut");
  if (text.slice(end + checksumMark.length).trimEnd() === sha256(text.slice(0, end))) return undefined;
  return damaged(path, "its text and its checksum differ: it was cut, damaged or edited by hand");
}

const unseal = "name the identity that opens it: --identity FILE";

function newer(path: string, version: number): Diagnostic {
  const message = `the trust bundle is of version ${version}; this edgegen reads ${newestVersion}`;
  return fault("bundle-newer", message, { subject: path, notes: ["use the edgegen that wrote it, or a later one"] });
}

function damaged(path: string, why: string): Diagnostic {
  const notes = [
    "restore it from a backup: cards that are out there trust this bundle only, edgegen never overwrites it",
  ];
  return fault("bundle-damaged", `the trust bundle cannot be used: ${why}`, { subject: path, notes });
}

function misfit(path: string, key: readonly PropertyKey[]): Diagnostic {
  const where = showPath(key.map((step) => (typeof step === "number" ? step : String(step))));
  return damaged(path, `${where || "the whole"} is not what a bundle holds there`);
}

const nodeLine = /^([a-z0-9-]{1,63}) ([0-9a-f]{32}) ([A-Za-z0-9+/]{43}=) ([A-Za-z0-9+/]{43}=)$/;

/** The nodes by name, or the number of the first line that is none. */
function readNodes(text: string): ReadonlyMap<string, NodeTrust> | number {
  const nodes = new Map<string, NodeTrust>();
  const lines = text === "" ? [] : text.replace(/\n$/, "").split("\n");
  for (const [index, line] of lines.entries()) {
    const [, name, nodePassword, hostKeySeed, hostKeyPublic] = nodeLine.exec(line) ?? [];
    if (!name || !nodePassword || !hostKeySeed || !hostKeyPublic || nodes.has(name)) return index + 1;
    nodes.set(name, { nodePassword, hostKeySeed, hostKeyPublic });
  }
  return nodes;
}

function bundleOf(file: BundleFile, nodes: ReadonlyMap<string, NodeTrust>): Bundle {
  const { k3s, rancher, operator_ssh: ssh } = file;
  return {
    version: file.version,
    ...(file.test && { test: file.test }),
    cluster: file.cluster,
    created: file.created,
    recipients: file.recipients,
    root: file.root,
    intermediate: file.intermediate,
    k3s: {
      serverCa: k3s.server_ca,
      clientCa: k3s.client_ca,
      requestHeaderCa: k3s.request_header_ca,
      etcdServerCa: k3s.etcd_server_ca,
      etcdPeerCa: k3s.etcd_peer_ca,
      serviceKey: k3s.service_key,
      serverSecret: k3s.server_secret,
      agentSecret: k3s.agent_secret,
    },
    operator: file.operator,
    breakGlass: file.break_glass,
    operatorSsh: ssh && { publicKey: ssh.public_key, privateKey: ssh.private_key },
    rancher: rancher && {
      ca: rancher.ca,
      certificate: rancher.certificate,
      bootstrapPassword: rancher.bootstrap_password,
      clusterId: rancher.cluster_id,
      defaultToken: rancher.default_token,
      systemToken: rancher.system_token,
    },
    nodes,
    userSecrets: new Map(Object.entries(file.user_secrets)),
  };
}
