import { isK3sFlag } from "../model/k3s-flags.ts";
import { ownedK3sKeys } from "../model/owned-k3s-keys.ts";
import type { Finding } from "../schema/finding.ts";
import { isClusterWide } from "../schema/homes.ts";

type Unknown = Extract<Finding, { kind: "unknown" }>;

/** What a key of another tool is for here, where no other key stands for it. */
export function foreignKey({ path, key, allowed }: Unknown): string | undefined {
  const section = String(path.at(-1) ?? "");
  if (isClusterWide(path, key)) return undefined;
  return section === "k3s" ? (flagOfK3s(key, allowed) ?? remarkOn(section, key)) : remarkOn(section, key);
}

function remarkOn(section: string, key: string): string | undefined {
  if (section === "" && key.startsWith("x-"))
    return "what nodes share stands in `defaults`, or in `roles` for those of one role";
  const name = key.toLowerCase().replace(/[^a-z0-9]/g, "");
  return remarks.find(({ places, names }) => places.test(section) && names.test(name))?.remark;
}

/** What K3s's own configuration has, and edgegen's section for it has not. */
function flagOfK3s(key: string, allowed: readonly string[]): string | undefined {
  if (allowed.includes(key.replaceAll("-", "_"))) return undefined;
  const flag = key.replaceAll("_", "-").replace(/^k3s-/, "");
  if (flag === "channel") return "a channel means another release every month: write `version`";
  const instead = ownedK3sKeys.get(flag);
  if (instead !== undefined) return `edgegen sets ${flag} itself: ${instead}`;
  return isK3sFlag(flag) ? `"${flag}" is a flag of K3s: write \`k3s: {config: {${flag}: ...}}\`` : undefined;
}

interface Remark {
  /** Sections in which the key has that meaning; the profile itself has none. */
  readonly places: RegExp;
  readonly names: RegExp;
  readonly remark: string;
}

const password = /^(?:(?:hashed|plaintext|admin|user|root|bootstrap|lock)?(?:password|passwd)|sshpwauth|chpasswd)$/;

const remarks: readonly Remark[] = [
  {
    places: /^(?:|network|\d+)$/,
    names: /^(?:dhcp[46]?|usedhcp|bootproto)$/,
    remark: "addresses are fixed: each node has its `address`, and none comes from DHCP",
  },
  {
    places: /^(?:|network)$/,
    names: /^(?:ethernets|wifis|renderer|routes|addresses)$/,
    remark:
      "edgegen writes netplan's file itself: here stand `subnet`, `gateway`, `nameservers`, `interface` and `wifi`",
  },
  {
    places: /^access$/,
    names: password,
    remark: "login is by key only: `ssh_authorized_keys: [{file: ~/.ssh/id_ed25519.pub}]`, or a key that edgegen makes",
  },
  {
    places: /^(?:|os|\d+)$/,
    names: password,
    remark: "login is by key only: `access: {ssh_authorized_keys: [{file: ~/.ssh/id_ed25519.pub}]}`",
  },
  {
    places: /^(?:|os|k3s|\d+)$/,
    names: /^(?:storages?|disks?|ssds?|hdds?|nvme|usb|drives?|mounts?|mountpoints?|partitions?|filesystems?|datadisk)$/,
    remark: "edgegen mounts no further disk: K3s and the volumes of pods lie where the system lies",
  },
  {
    places: /^rancher$/,
    names: password,
    remark:
      "edgegen makes Rancher's first password: `edgegen secrets show rancher-bootstrap-password --profile NAME` prints it",
  },
  {
    places: /^$/,
    names: /^(?:apiversion|kind|metadata|spec)$/,
    remark: "a profile is no object of Kubernetes: it begins with `version: 1`, and says what it is by its keys",
  },
  {
    places: /^$/,
    names: /^(?:all|children|hostvars|groupvars|vars|ungrouped)$/,
    remark:
      "what an Ansible inventory has under it stands here in `nodes`: `- {name: ..., role: worker, address: ...}`",
  },
  {
    places: /^$/,
    names: /^(?:servers?|agents?|workers?|masters?|controlplanes?|controllers?)$/,
    remark: "each computer is an item of `nodes` and says its role: `- {name: ..., role: worker, ...}`",
  },
  {
    places: /^$/,
    names: /^(?:services|volumes|containers|deployments?|charts?|helm)$/,
    remark: "what runs in the cluster is said in Kubernetes' own manifests: `k3s: {manifests: [manifests/]}`",
  },
  {
    places: /^(?:|os|\d+)$/,
    names:
      /^(?:writefiles?|files?|scripts?|commands?|runcmd|bootcmd|mounts|finalmessage|growpart|machineid|installdisk)$/,
    remark: "edgegen writes what cloud-init reads itself; what a node needs beyond that is a package or a manifest",
  },
  {
    places: /^(?:|os)$/,
    names: /^(?:aptupdate|packageupdate|packageupgrade|packagerebootifrequired|autoupgrade|unattendedupgrades?)$/,
    remark: "upgrades are one word: `os: {upgrade: security}`, or none, or full",
  },
  {
    places: /^(?:|os)$/,
    names: /^(?:keyboard|keymap|keyboardlayout)$/,
    remark: "nobody types at a node: it has no keyboard to set up",
  },
  {
    places: /^(?:|network|\d+)$/,
    names: /^(?:vlans?|vlanid|bonds?|bridges?)$/,
    remark: "edgegen makes no VLAN, bridge or bond: the switch gives the node its network untagged",
  },
  {
    places: /^(?:|os|network|\d+)$/,
    names: /^mtu$/,
    remark: "the size of frames stays what the interface has by itself",
  },
  {
    places: /^(?:os|network)$/,
    names: /^(?:etchosts|hosts|hostentries|hostaliases|extrahosts)$/,
    remark: "the cluster's own computers stand in `nodes`; other names come from the servers in `network.nameservers`",
  },
  {
    places: /^(?:|k3s)$/,
    names: /^(?:airgap(?:ped)?|airgapimages|offline|preload(?:images)?)$/,
    remark:
      "`edgegen build --offline` puts K3s and its images onto the card; `k3s: {download: {mirror: URL}}` names a server of your own",
  },
  {
    places: /^network$/,
    names: /^version$/,
    remark: "edgegen writes netplan's file itself, so its version is none of the profile's",
  },
  {
    places: /^(?:|network|k3s)$/,
    names: /^(?:apiserverendpoint|apiendpoint|controlplaneendpoint|vip|kubevip.*|metallb.*|loadbalancer(?:ip)?)$/,
    remark:
      "the API is reached at the control plane's address; further names and addresses of it stand in `k3s.tls_san`",
  },
  {
    places: /^(?:|os|access|\d+)$/,
    names: /^(?:ssh|sshd|sshenabled|enablessh|openssh)$/,
    remark: "every node has sshd; who may log in stands in `access`",
  },
  {
    places: /^rancher$/,
    names: /^(?:nodes?|nodename|machine|server|runson)$/,
    remark: "Rancher runs on the node with `role: rancher`, which is then neither a worker nor in the cluster",
  },
  {
    places: /^rancher$/,
    names: /^(?:enabled?|install|replicas|ingress|tls|letsencrypt|certmanager)$/,
    remark:
      "Rancher is there as soon as a node has `role: rancher` (it is no worker then), once, with a certificate that edgegen makes",
  },
  {
    places: /^\d+$/,
    names:
      /^(?:restart|dependson|deploy|ports|volumes|environment|env|command|entrypoint|networks|healthcheck|privileged|count|replicas|instances)$/,
    remark: "an item is one computer, or as many alike as its range has; what runs on them is said in manifests",
  },
  {
    places: /^(?:|os|\d+)$/,
    names: /^(?:fqdn|prefer(?:fqdn)?overhostname|preservehostname|manageetchosts)$/,
    remark: "a node's host name is its `name`; the domain stands in `network.search`",
  },
  {
    places: /^\d+$/,
    names: /^(?:github|gitlab|gh|sshimportid)$/,
    remark: "edgegen asks nobody for keys: save them, and name the file: `{file: keys.pub}`",
  },
  {
    places: /^(?:|k3s)$/,
    names:
      /^(?:install|installk3s)?(?:exec|serverargs?|agentargs?|extraargs|extraserverargs|extraagentargs|k3sextraargs|options)$/,
    remark:
      "flags are written as keys: `--disable traefik` as `k3s: {disable: [traefik]}`, others in `k3s: {config: {...}}`",
  },
];
