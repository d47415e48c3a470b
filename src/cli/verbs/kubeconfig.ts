import { kubeconfig } from "../../credentials/kubeconfig.ts";
import { fault } from "../../model/fault.ts";
import { apiServer } from "../../plan/laptop.ts";
import { printYaml } from "../../yaml/print.ts";
import type { KubeconfigOptions } from "../commands/kubeconfig.ts";
import type { Io } from "../io.ts";
import { withCluster } from "../session.ts";
import { ensureTrust, noBundle } from "../trust.ts";

/** Prints the kubeconfig of the operator, or the one that bypasses RBAC. It is made from the bundle: no node is asked. */
export function kubeconfigVerb(io: Io, options: KubeconfigOptions): Promise<number> {
  return withCluster(io, options, async (cluster, session) => {
    const server = apiServer(cluster);
    if (server === undefined) return [noApi(cluster.name)];
    const { bundle, diagnostics } = await ensureTrust(cluster, session, noBundle(session, cluster));
    if (!bundle) return diagnostics;
    const user = options.breakGlass ? bundle.breakGlass : bundle.operator;
    io.out(printYaml(kubeconfig(bundle, cluster.name, server, user)));
    return diagnostics;
  });
}

const noApi = (cluster: string) =>
  fault("no-control-plane", "this cluster has no control plane, so there is no Kubernetes API to talk to", {
    subject: cluster,
  });
