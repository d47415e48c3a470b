import { hostKey, sshPrivateKey } from "../credentials/ssh-key.ts";
import type { Bundle } from "../model/bundle.ts";
import type { Role } from "../model/cluster.ts";
import type { Expected } from "./check.ts";
import { formsOf, pemForms } from "./secret-forms.ts";

/** One secret of the bundle, as it is looked for on a node. */
export interface BundleSecret {
  readonly name: string;
  /** Any of them gives it away. */
  readonly forms: readonly string[];
  /** `may`: it comes there later, or written in a way that is not looked for. */
  readonly here: "must" | "may" | "never";
  /** A person chose it: it may be a word that programs contain. */
  readonly chosen?: true;
}

type Here = BundleSecret["here"];

/** Every secret of the bundle, with whether this node may hold it: the table of the trust model. */
export function secretsOf(expected: Expected): readonly BundleSecret[] {
  const { bundle, node } = expected;
  const on = (...holders: readonly Role[]): Here => (holders.includes(node.role) ? "must" : "never");
  return [
    ...ofLaptop(bundle),
    ...ofK3s(bundle, on),
    ...ofRancher(expected, on),
    ...ofNodes(expected, on("control-plane", "worker")),
    ...ofUser(expected),
  ].filter(({ forms }) => forms.length > 0);
}

const key = (name: string, pem: string, here: Here): BundleSecret => ({ name, forms: pemForms(pem), here });
const text = (name: string, value: string, here: Here): BundleSecret => ({ name, forms: formsOf(value), here });

const ofLaptop = (bundle: Bundle): readonly BundleSecret[] => [
  key("root key", bundle.root.key, "never"),
  key("intermediate key", bundle.intermediate.key, "never"),
  key("operator key", bundle.operator.key, "never"),
  key("break-glass key", bundle.breakGlass.key, "never"),
  key("operator's SSH key", bundle.operatorSsh?.privateKey ?? "", "never"),
];

const ofK3s = ({ k3s }: Bundle, on: (...holders: Role[]) => Here): readonly BundleSecret[] => [
  key("server CA key", k3s.serverCa.key, on("control-plane")),
  key("client CA key", k3s.clientCa.key, on("control-plane")),
  key("request header CA key", k3s.requestHeaderCa.key, on("control-plane")),
  key("etcd server CA key", k3s.etcdServerCa.key, on("control-plane")),
  key("etcd peer CA key", k3s.etcdPeerCa.key, on("control-plane")),
  key("service key", k3s.serviceKey, on("control-plane")),
  text("server secret", k3s.serverSecret, on("control-plane")),
  text("agent secret", k3s.agentSecret, on("control-plane", "worker")),
];

/** The bundle may know a Rancher that the cluster no longer has. */
function ofRancher(
  { bundle: { rancher }, cluster, node }: Expected,
  on: (...holders: Role[]) => Here,
): readonly BundleSecret[] {
  if (rancher === undefined) return [];
  const wanted = (here: Here): Here => (cluster.rancher ? here : "never");
  return [
    key("Rancher CA key", rancher.ca.key, "never"),
    key("Rancher TLS key", rancher.certificate.key, wanted(on("rancher"))),
    text("Rancher bootstrap password", rancher.bootstrapPassword, wanted(on("rancher"))),
    text("default-token", rancher.defaultToken, wanted(on("rancher", "control-plane"))),
    // Rancher gives it to its agent, which keeps it in the cluster.
    text("system token", rancher.systemToken, wanted(node.role === "control-plane" ? "may" : on("rancher"))),
  ];
}

function ofNodes({ bundle, node }: Expected, password: Here): readonly BundleSecret[] {
  return [...bundle.nodes].flatMap(([name, trust]) => [
    key(`SSH host key of ${name}`, sshPrivateKey(hostKey(trust), name), name === node.name ? "must" : "never"),
    text(`node password of ${name}`, trust.nodePassword, name === node.name ? password : "never"),
  ]);
}

function ofUser({ bundle, cluster, node }: Expected): readonly BundleSecret[] {
  const wifi = node.interface?.startsWith("wl") ? cluster.network.wifi?.password : undefined;
  const used = new Set(references([wifi, node.role === "rancher" ? {} : node.k3s.registries]));
  return [...bundle.userSecrets].map(([name, value]) => ({
    ...text(`secret ${name}`, value, used.has(name) ? "may" : "never"),
    chosen: true,
  }));
}

/** The names behind every `{secret: NAME}`. */
function references(value: unknown): readonly string[] {
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "secret" && typeof inner === "string" ? [inner] : references(inner),
  );
}
