import { certificateChain } from "../../credentials/chain.ts";
import type { Bundle } from "../../model/bundle.ts";
import type { NodeFile } from "../../model/plan.ts";

const tls = "/var/lib/rancher/k3s/server/tls";

/** Folders that K3s itself would make 0700. */
export const serverFolders: readonly string[] = ["/var/lib/rancher/k3s/server", tls, `${tls}/etcd`];

/**
 * The CAs that K3s finds at its first start, or else makes itself; the two of etcd are asked for although SQLite is used.
 * https://docs.k3s.io/cli/certificate#using-custom-ca-certificates
 */
export function authorityFiles(bundle: Bundle): readonly NodeFile[] {
  const { serverCa, clientCa, requestHeaderCa, etcdServerCa, etcdPeerCa, serviceKey } = bundle.k3s;
  const authorities = [
    ["server-ca", serverCa],
    ["client-ca", clientCa],
    ["request-header-ca", requestHeaderCa],
    ["etcd/server-ca", etcdServerCa],
    ["etcd/peer-ca", etcdPeerCa],
  ] as const;
  const pairs = authorities.flatMap(([name, authority]): NodeFile[] => [
    { path: `${tls}/${name}.crt`, mode: "0644", content: { kind: "text", text: certificateChain(bundle, authority) } },
    secretFile(`${tls}/${name}.key`, authority.key),
  ]);
  return [...pairs, secretFile(`${tls}/service.key`, serviceKey)];
}

/** The same password again lets a re-flashed node take its old name; with another one the server refuses it as a duplicate. */
export function nodePasswordFile(bundle: Bundle, node: string): NodeFile {
  const trust = bundle.nodes.get(node);
  if (trust === undefined) throw new Error(`the bundle has no node ${node}`);
  return secretFile("/etc/rancher/node/password", `${trust.nodePassword}\n`);
}

function secretFile(path: string, text: string): NodeFile {
  return { path, mode: "0600", content: { kind: "text", text }, secret: true };
}
