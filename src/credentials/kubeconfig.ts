import type { Bundle, CertifiedKey } from "../model/bundle.ts";
import { toBase64 } from "./base64.ts";
import { certificateChain } from "./chain.ts";

/**
 * A kubeconfig as data, to be printed as YAML: valid before the cluster exists, since its CA does. The names say whose it is,
 * so that several can be merged. https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/
 */
export function kubeconfig(
  bundle: Bundle,
  cluster: string,
  server: string,
  user: CertifiedKey = bundle.operator,
): unknown {
  const userName = `${cluster}-${user === bundle.breakGlass ? "break-glass" : "operator"}`;
  return {
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      {
        name: cluster,
        cluster: { server, "certificate-authority-data": encoded(certificateChain(bundle, bundle.k3s.serverCa)) },
      },
    ],
    users: [
      {
        name: userName,
        user: { "client-certificate-data": encoded(user.certificate), "client-key-data": encoded(user.key) },
      },
    ],
    contexts: [{ name: cluster, context: { cluster, user: userName } }],
    "current-context": cluster,
  };
}

const encoded = (pem: string) => toBase64(new TextEncoder().encode(pem));
