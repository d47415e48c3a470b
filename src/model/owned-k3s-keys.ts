const trust = "it comes from the trust bundle";
const layout = "the card's own files and units rely on its default";
const nodes = "it follows from `nodes`";
const kubeconfig = "the build writes a kubeconfig for you; the one on the node is for root only";

/**
 * Keys of the K3s configuration that edgegen writes, or that would move what its own code relies on: each with what to do instead.
 * `k3s.config` may not carry them, nor with a `+` behind. Names are the flags of `k3s server` and `k3s agent`, and their aliases of
 * one letter, which count in a configuration file too: https://docs.k3s.io/cli/server.
 */
export const ownedK3sKeys: ReadonlyMap<string, string> = new Map([
  ...all(["token", "t", "token-file", "agent-token", "agent-token-file"], trust),
  ...all(["server", "s", "node-name", "with-node-id", "node-ip", "i", "advertise-address", "flannel-iface"], nodes),
  ...all(["data-dir", "d", "config", "c", "rootless", "bind-address"], layout),
  ...all(["https-listen-port", "advertise-port", "lb-server-port", "supervisor-port"], layout),
  ...all(["write-kubeconfig", "o", "write-kubeconfig-mode", "write-kubeconfig-group"], kubeconfig),
  ["tls-san", "move it out of `config`: `k3s: {tls_san: [...]}`"],
  ["tls-san-security", "the certificate is for what stands in `k3s: {tls_san: [...]}`, and for nothing else"],
  ...all(["cluster-reset", "cluster-reset-restore-path"], "it is an act, not a setting"),
  ["cluster-init", "there is one control plane, and embedded etcd wears out SD cards"],
  ["node-label", "write `labels` at the node, in its role or in `defaults`"],
  ["node-taint", "write `taints` at the node, or `k3s: {taint_control_plane: ...}`"],
  ["disable", "move it out of `config`: `k3s: {disable: [...]}`"],
  ["secrets-encryption", "move it out of `config`: `k3s: {secrets_encryption: ...}`"],
  ["protect-kernel-defaults", "`hardening: baseline` switches it on, `hardening: off` leaves it off"],
  ["private-registry", "write `k3s: {registries: {...}}`"],
]);

function all(keys: readonly string[], instead: string): readonly (readonly [string, string])[] {
  return keys.map((key) => [key, instead]);
}
