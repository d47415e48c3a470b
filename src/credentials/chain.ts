import type { Bundle, CertifiedKey } from "../model/bundle.ts";

/**
 * What K3s expects in each of its `*-ca.crt` files: leaf CA, intermediate, root, in this order, each block ending in a newline.
 * https://docs.k3s.io/cli/certificate#using-custom-ca-certificates
 */
export function certificateChain(bundle: Bundle, leaf: CertifiedKey): string {
  return leaf.certificate + bundle.intermediate.certificate + bundle.root.certificate;
}
