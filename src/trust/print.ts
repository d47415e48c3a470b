import { sha256 } from "../hash/sha256.ts";
import type { Bundle, CertifiedKey, RancherTrust } from "../model/bundle.ts";
import type { BundleFile } from "../schema/bundle.ts";
import { printYaml } from "../yaml/print.ts";

/** What the last line of a bundle begins with; behind it the checksum of everything above that line. */
export const checksumMark = "# sha256 of all lines above: ";

/**
 * The text of a bundle's file. The same bundle is the same text. Its last line is a checksum, so that a file which was cut short, or
 * in which one character of a key was changed, is known as such.
 */
export function printBundle(bundle: Bundle): string {
  const text = header(bundle) + printYaml(fileOf(bundle));
  return `${text}${checksumMark}${sha256(text)}\n`;
}

function header({ cluster, created, test }: Bundle): string {
  const made = new Date(created * 1000).toISOString().slice(0, 10);
  const lines = [
    ...(test ? ["TEST ONLY. This bundle is public: never switch on a card that was made with it.", ""] : []),
    `edgegen: the trust bundle of the cluster ${cluster}, made ${made}.`,
    "",
    "Every private key, token and password of the cluster is in here: whoever has this file owns the cluster.",
    "Keep it out of every repository, readable by you alone, with a backup in a safe place: without it nobody can",
    "make a card that the cluster trusts. `edgegen secrets encrypt` seals it.",
    "",
    "Do not edit: the last line is a checksum. `edgegen secrets set` and `edgegen secrets rotate` change it.",
  ];
  return lines.map((line) => `${`# ${line}`.trimEnd()}\n`).join("");
}

function fileOf(bundle: Bundle): BundleFile {
  return {
    version: bundle.version,
    test: bundle.test,
    cluster: bundle.cluster,
    created: bundle.created,
    recipients: [...bundle.recipients],
    root: pair(bundle.root),
    intermediate: pair(bundle.intermediate),
    k3s: k3sOf(bundle.k3s),
    operator: pair(bundle.operator),
    break_glass: pair(bundle.breakGlass),
    operator_ssh: bundle.operatorSsh && {
      public_key: bundle.operatorSsh.publicKey,
      private_key: bundle.operatorSsh.privateKey,
    },
    rancher: bundle.rancher && rancherOf(bundle.rancher),
    user_secrets: Object.fromEntries(sorted(bundle.userSecrets)),
    nodes: sorted(bundle.nodes)
      .map(([name, node]) => `${name} ${node.nodePassword} ${node.hostKeySeed} ${node.hostKeyPublic}\n`)
      .join(""),
  };
}

function k3sOf(k3s: Bundle["k3s"]): BundleFile["k3s"] {
  return {
    server_ca: pair(k3s.serverCa),
    client_ca: pair(k3s.clientCa),
    request_header_ca: pair(k3s.requestHeaderCa),
    etcd_server_ca: pair(k3s.etcdServerCa),
    etcd_peer_ca: pair(k3s.etcdPeerCa),
    service_key: k3s.serviceKey,
    server_secret: k3s.serverSecret,
    agent_secret: k3s.agentSecret,
  };
}

function rancherOf(rancher: RancherTrust): BundleFile["rancher"] {
  return {
    ca: pair(rancher.ca),
    certificate: pair(rancher.certificate),
    bootstrap_password: rancher.bootstrapPassword,
    cluster_id: rancher.clusterId,
    default_token: rancher.defaultToken,
    system_token: rancher.systemToken,
  };
}

function pair({ certificate, key }: CertifiedKey): CertifiedKey {
  return { certificate, key };
}

/** By name, so that the file does not depend on the order in which things came to it. */
function sorted<T>(map: ReadonlyMap<string, T>): readonly (readonly [string, T])[] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1));
}
