import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { hostKey, sshPrivateKey } from "../../src/credentials/ssh-key.ts";
import type { Bundle } from "../../src/model/bundle.ts";
import { readBundle } from "../../src/trust/read.ts";
import type { Rack } from "./rack.ts";

const nodes = ["dcn0", "dcn1", "dcn2"] as const;

/** Where a secret may lie on a node that needs it: its configuration, and the data of K3s and Rancher. */
const homes = /^upper\/(etc\/(edgegen|rancher)|var\/lib\/rancher\/k3s|opt\/rancher)\//;

interface Secret {
  readonly name: string;
  /** As it is, and as it stands in a Kubernetes Secret. */
  readonly forms: readonly string[];
  readonly on: readonly string[];
}

const base64 = (text: string) => Buffer.from(text).toString("base64");

/** Each secret of the bundle with the cards that may hold it: the table of the trust model, written down once more by hand. */
function secretsOf(bundle: Bundle): readonly Secret[] {
  const { k3s, rancher } = bundle;
  if (rancher === undefined) throw new Error("the test bundle has no Rancher");
  const secret = (name: string, text: string, ...on: string[]): Secret => ({ name, forms: [text, base64(text)], on });
  const key = (name: string, pem: string, ...on: string[]): Secret => ({ name, forms: [pem.split("\n")[2] ?? ""], on });
  const ofNode = nodes.flatMap((node) => {
    const trust = bundle.nodes.get(node);
    if (trust === undefined) throw new Error(`the test bundle has no ${node}`);
    const password = secret(`node password of ${node}`, trust.nodePassword, ...(node === "dcn0" ? [] : [node]));
    return [password, key(`SSH host key of ${node}`, sshPrivateKey(hostKey(trust), node), node)];
  });
  return [
    ...ofNode,
    key("root key", bundle.root.key),
    key("intermediate key", bundle.intermediate.key),
    key("operator key", bundle.operator.key),
    key("break-glass key", bundle.breakGlass.key),
    key("operator's SSH key", bundle.operatorSsh?.privateKey ?? ""),
    key("server CA key", k3s.serverCa.key, "dcn1"),
    key("client CA key", k3s.clientCa.key, "dcn1"),
    key("request header CA key", k3s.requestHeaderCa.key, "dcn1"),
    key("etcd server CA key", k3s.etcdServerCa.key, "dcn1"),
    key("etcd peer CA key", k3s.etcdPeerCa.key, "dcn1"),
    key("service key", k3s.serviceKey, "dcn1"),
    secret("server secret", k3s.serverSecret, "dcn1"),
    secret("agent secret", k3s.agentSecret, "dcn1", "dcn2"),
    key("Rancher CA key", rancher.ca.key),
    key("Rancher TLS key", rancher.certificate.key, "dcn0"),
    secret("Rancher bootstrap password", rancher.bootstrapPassword, "dcn0"),
    secret("default-token", rancher.defaultToken, "dcn0", "dcn1"),
    secret("system token", rancher.systemToken, "dcn0", "dcn1"),
  ];
}

const bundle = readBundle(readFileSync("test/golden/test-bundle.secrets.yaml", "utf8"), "bundle").value as Bundle;
export const secrets = secretsOf(bundle);

/** Every place of a node that is on and holds a secret which is not allowed there, and each secret's finds. */
export async function findSecrets(
  rack: Rack,
  node: string,
): Promise<{ misplaced: readonly string[]; found: ReadonlySet<string> }> {
  const misplaced: string[] = [];
  const found = new Set<string>();
  const disk = join(rack.state, node);
  const texts = filesBelow(disk).map((path) => [path, () => contentOf(join(disk, path))] as const);
  const journal = await journalOf(rack, node);
  for (const [path, read] of [...texts, ["console", () => rack.console(node)], ["journal", () => journal]] as const) {
    const content = read();
    for (const { name, forms, on } of secrets) {
      if (!forms.some((form) => content.includes(form))) continue;
      found.add(name);
      if (!on.includes(node) || !homes.test(path)) misplaced.push(`${name} in ${path}`);
    }
  }
  return { misplaced, found };
}

/** The node is on: a database's journal, for one, may be gone since it was listed. */
function contentOf(path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  }
}

/** It lies in memory, where no disk shows it. With every field of an entry: a command line may hold what its message does not. */
async function journalOf(rack: Rack, node: string): Promise<string> {
  const { code, text } = await rack.run(node, "journalctl", "--no-pager", "--all", "--output=verbose");
  if (code !== 0 || !text.includes("_CMDLINE=")) throw new Error(`the journal of ${node}: ${text.slice(0, 500)}`);
  return text;
}

/** Of its disk: upper/ and boot/. */
function filesBelow(disk: string): readonly string[] {
  return ["upper", "boot"].flatMap((part) =>
    readdirSync(join(disk, part), { recursive: true, withFileTypes: true, encoding: "utf8" })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(disk.length + 1)),
  );
}
