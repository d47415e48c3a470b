import { hostKey, sshPrivateKey, sshPublicKey } from "../../credentials/ssh-key.ts";
import type { NodeFile } from "../../model/plan.ts";
import type { PartInput } from "../part.ts";

const key = "/etc/edgegen/ssh/host_ed25519";

const settings = (template: string): NodeFile => ({
  path: "/etc/ssh/sshd_config.d/10-edgegen.conf",
  mode: "0644",
  content: { kind: "template", template: `os/${template}`, data: {} },
});
const baseline = settings("sshd-baseline.conf");
const off = settings("sshd.conf");

/** The host key that known_hosts already names, outside the folder whose keys the images delete. */
export function sshFiles({ cluster, node, bundle }: PartInput): readonly NodeFile[] {
  const trust = bundle.nodes.get(node.name);
  if (trust === undefined) throw new Error(`the bundle knows no node ${node.name}`);
  const pair = hostKey(trust);
  return [
    cluster.hardening === "baseline" ? baseline : off,
    { path: key, mode: "0600", content: { kind: "text", text: sshPrivateKey(pair, node.name) }, secret: true },
    { path: `${key}.pub`, mode: "0644", content: { kind: "text", text: sshPublicKey(pair, node.name) } },
  ];
}
