import type { Bundle, CertifiedKey } from "../model/bundle.ts";
import type { Entropy } from "./entropy.ts";
import { type Making, makeAuthority, makeBreakGlass, makeOperator, makeRoot } from "./issuing.ts";
import { generateServiceKey } from "./keys.ts";
import { clusterSecret } from "./tokens.ts";

/** A new bundle with what a cluster has once; nodes, Rancher and the user's own secrets are still missing. */
export async function makeClusterTrust(cluster: string, entropy: Entropy): Promise<Bundle> {
  const making: Making = { cluster, created: entropy.now, entropy };
  const root = await makeRoot(making);
  const intermediate = await makeAuthority(making, "k3s-intermediate-ca", root);
  const k3s = await makeK3sTrust(making, intermediate);
  return {
    version: 1,
    cluster,
    created: making.created,
    recipients: [],
    root,
    intermediate,
    k3s,
    operator: await makeOperator(making, k3s.clientCa),
    breakGlass: await makeBreakGlass(making, k3s.clientCa),
    operatorSsh: undefined,
    rancher: undefined,
    nodes: new Map(),
    userSecrets: new Map(),
  };
}

/** https://docs.k3s.io/cli/certificate#using-custom-ca-certificates; the etcd pair is required even where SQLite is used. */
async function makeK3sTrust(making: Making, intermediate: CertifiedKey): Promise<Bundle["k3s"]> {
  return {
    serverCa: await makeAuthority(making, "k3s-server-ca", intermediate),
    clientCa: await makeAuthority(making, "k3s-client-ca", intermediate),
    requestHeaderCa: await makeAuthority(making, "k3s-request-header-ca", intermediate),
    etcdServerCa: await makeAuthority(making, "k3s-etcd-server-ca", intermediate),
    etcdPeerCa: await makeAuthority(making, "k3s-etcd-peer-ca", intermediate),
    serviceKey: await generateServiceKey(),
    serverSecret: clusterSecret(making.entropy),
    agentSecret: clusterSecret(making.entropy),
  };
}
