import type { Diagnostic } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";
import { isK3sFlag } from "../model/k3s-flags.ts";
import type { MapTree } from "../model/tree.ts";
import { findAt } from "../model/tree-path.ts";
import { profileSchema } from "../schema/profile.ts";
import { keysOf } from "../schema/walk.ts";
import { fromNetplan } from "./netplan.ts";
import { keyMeant } from "./synonyms.ts";

/** A file of another program: what it is, and where its contents go. */
interface Kind {
  readonly what: string;
  readonly instead: string;
  readonly isIt: (keys: readonly string[], root: MapTree) => boolean;
}

const inNodes =
  "each computer becomes an item of `nodes`: `- {name: ..., role: worker, board: pi-4b, memory: 4GiB, address: ...}`";
const cloudInit =
  /^(?:users|write_files|runcmd|bootcmd|hostname|fqdn|packages|package_update|package_upgrade|ssh_authorized_keys|ssh_pwauth|chpasswd|password|manage_etc_hosts|timezone|locale|ntp|growpart)$/;
const count = (keys: readonly string[], test: (key: string) => boolean) => keys.filter(test).length;

const kinds: readonly Kind[] = [
  {
    what: "a configuration of k3d",
    instead: inNodes,
    isIt: (_, root) => textAt(root, "apiVersion").startsWith("k3d.io/"),
  },
  {
    what: "a configuration of kind",
    instead: inNodes,
    isIt: (_, root) => isOfKind(root),
  },
  {
    what: "an object of Kubernetes",
    instead: "manifests are named by a profile: `k3s: {manifests: [manifests/]}`",
    isIt: (keys) => keys.includes("apiVersion") && keys.includes("kind"),
  },
  {
    what: "a file of Docker Compose",
    instead: "what runs in the cluster is said in Kubernetes' manifests: `k3s: {manifests: [manifests/]}`",
    isIt: (keys) => keys.includes("services"),
  },
  {
    what: "a machine configuration of Talos",
    instead: inNodes,
    isIt: (keys) => keys.includes("machine") && keys.includes("cluster"),
  },
  {
    what: "a configuration of netplan",
    instead:
      "edgegen writes that from `network: {subnet: ..., gateway: ..., nameservers: [...]}` and the `address` of each node",
    isIt: (_, root) => ["ethernets", "wifis", "renderer"].some((key) => findAt(root, ["network", key])),
  },
  {
    what: "an inventory of Ansible",
    instead: inNodes,
    isIt: (keys) => keys.includes("all") || keys.includes("ungrouped"),
  },
  {
    what: "user-data of cloud-init",
    instead: "edgegen writes that for each node: `os` and `access` are what a profile says of it",
    isIt: (keys) => count(keys, (key) => cloudInit.test(key)) > 1,
  },
  {
    what: "a configuration of K3s",
    instead: "its keys stand in a profile as `k3s: {config: {...}}`",
    isIt: (keys) => count(keys, isK3sFlag) > 1,
  },
];

/** Whether all that a profile needs is absent because this is no profile: then nothing is gained by a message for each of its keys. */
export function foreignFile(root: MapTree): Diagnostic | undefined {
  const keys = [...root.entries.keys()];
  const [first] = root.entries.values();
  if (first === undefined || root.partial || (root.entries.has("nodes") && !isOfKind(root)) || saysVersion(root))
    return undefined;
  const kind = kinds.find(({ isIt }) => isIt(keys, root));
  if (kind === undefined && keys.some(isMeant)) return undefined;
  const message = kind ? `this is ${kind.what}, not a profile` : "this is no profile: it has none of the keys of one";
  const network = findAt(root, ["network"])?.value;
  const line = network?.kind === "map" ? fromNetplan(network) : undefined;
  const ready = line === undefined ? [] : [`in a profile this is \`network: {${line}}\``];
  const notes = [...(kind ? [kind.instead] : []), ...ready, "`edgegen init NAME` writes a profile to begin with"];
  // Nobody knows where the secrets of such a file stand: no line of it is shown.
  return fault("not-a-profile", message, { span: first.keySpan, notes, secret: true });
}

/** A key of a profile, or one that was meant to be. */
function isMeant(key: string): boolean {
  const allowed = keysOf(profileSchema());
  return allowed.includes(key) || keyMeant(key, allowed).word !== undefined;
}

function saysVersion(root: MapTree): boolean {
  const version = root.entries.get("version")?.value;
  return version?.kind === "scalar" && version.value === 1;
}

/** The only one that has `nodes` itself. */
const isOfKind = (root: MapTree) => textAt(root, "apiVersion").startsWith("kind.x-k8s.io/");

function textAt(root: MapTree, key: string): string {
  const value = root.entries.get(key)?.value;
  return value?.kind === "scalar" && typeof value.value === "string" ? value.value : "";
}
