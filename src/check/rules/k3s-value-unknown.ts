import { contains, parseAddress, parseNetwork } from "../../address/ipv4.ts";
import type { Cluster } from "../../model/cluster.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { choiceNote, didYouMean } from "../../model/did-you-mean.ts";
import { fault } from "../../model/fault.ts";
import { type ValueForm, valueForms } from "../k3s-forms.ts";
import { distinct, nodesWith, type Placed, type Rule, runsK3s, spanOf } from "../rule.ts";

/** Flags for which K3s knows a few words: https://docs.k3s.io/cli/server, https://docs.k3s.io/networking/basic-network-options. */
const choices: Readonly<Record<string, readonly string[]>> = {
  "flannel-backend": ["vxlan", "host-gw", "wireguard-native", "none"],
  "egress-selector-mode": ["agent", "cluster", "pod", "disabled"],
  "secrets-encryption-provider": ["aescbc", "secretbox"],
};

/** K3s ends at a value that it cannot do with, is started again, and ends again. */
export const k3sValueUnknown: Rule = (cluster) =>
  distinct(nodesWith(cluster, "role").filter(runsK3s), (node) => node.k3s.config).flatMap((placed) => [
    ...Object.entries(choices).flatMap(([key, allowed]) => unknown(cluster, placed, key, allowed)),
    ...valueForms.flatMap((form) => otherForm(cluster, placed, form)),
    ...notArguments(cluster, placed),
    ...withoutDocker(cluster, placed),
    ...dnsElsewhere(cluster, placed),
  ]);

const spanIn = (cluster: Cluster, { index }: Placed, ...path: (string | number)[]) =>
  spanOf(cluster, "nodes", index, "k3s", "config", ...path);

function unknown(cluster: Cluster, placed: Placed, key: string, allowed: readonly string[]): readonly Diagnostic[] {
  const value = placed.node.k3s.config[key];
  if (typeof value !== "string" || allowed.includes(value)) return [];
  const span = spanIn(cluster, placed, key);
  const guess = didYouMean(value, allowed);
  const suggestion = span && guess.word !== undefined ? { span, text: guess.word } : undefined;
  const notes = [choiceNote(guess), `known are ${allowed.join(", ")}`].filter((note) => note !== undefined);
  return [fault("k3s-value-unknown", `K3s does not know ${key}: ${value}`, { span, notes, suggestion })];
}

function otherForm(cluster: Cluster, placed: Placed, form: ValueForm): readonly Diagnostic[] {
  const { config } = placed.node.k3s;
  return form.flags.flatMap((key) => {
    const value = Object.hasOwn(config, key) ? config[key] : undefined;
    if (value === undefined || form.fits(value)) return [];
    const span = spanIn(cluster, placed, key);
    const mended = typeof value === "string" ? form.mend(value) : undefined;
    const suggestion = span && mended !== undefined && form.fits(mended) ? { span, text: mended } : undefined;
    const notes = [`expected: ${form.expected}`];
    return [fault("k3s-value-unknown", `K3s ends at ${key}: ${String(value)}`, { span, notes, suggestion })];
  });
}

/** What stands behind `kubelet-arg` is handed on with two hyphens before it: a switch, or a name and its value with `=` between. */
function notArguments(cluster: Cluster, placed: Placed): readonly Diagnostic[] {
  const given = Object.entries(placed.node.k3s.config).filter(([key]) => /-arg\+?$/.test(key));
  return given.flatMap(([key, value]) =>
    (Array.isArray(value) ? [...value.entries()] : [[undefined, value] as const]).flatMap(([at, text]) => {
      const [, name, rest] = /^-{0,2}([a-z][\w-]*)(?:\s*:\s*|\s+)(\S*)$/.exec(String(text)) ?? [];
      if (name === undefined || rest === undefined) return [];
      const span = at === undefined ? spanIn(cluster, placed, key) : spanIn(cluster, placed, key, at);
      const suggestion = span && { span, text: JSON.stringify(`${name}=${rest}`) };
      return [fault("k3s-value-unknown", `${key}: "${text}" is not NAME=VALUE`, { span, suggestion })];
    }),
  );
}

function withoutDocker(cluster: Cluster, placed: Placed): readonly Diagnostic[] {
  const { k3s, os } = placed.node;
  if (k3s.config["docker"] !== true || os.packages.some((name) => name.startsWith("docker"))) return [];
  const notes = ["K3s brings its own containerd, which runs the same images: leave this out"];
  return [
    fault("k3s-value-unknown", "docker: true needs Docker, which is not on the node", {
      span: spanIn(cluster, placed, "docker"),
      notes,
    }),
  ];
}

/** The address is given to CoreDNS's Service, and a Service only has one of its range. */
function dnsElsewhere(cluster: Cluster, placed: Placed): readonly Diagnostic[] {
  const { config } = placed.node.k3s;
  const [dns, range] = [config["cluster-dns"], config["service-cidr"] ?? "10.43.0.0/16"];
  const address = typeof dns === "string" ? parseAddress(dns) : undefined;
  const network = typeof range === "string" ? parseNetwork(range) : undefined;
  const isOwn = placed.node.role !== "control-plane" || cluster.k3s.disable.includes("coredns");
  if (isOwn || address === undefined || network === undefined || contains(network, address)) return [];
  const notes = ["it is the address of the cluster's own DNS; the servers that it asks stand in `network.nameservers`"];
  return [
    fault("k3s-value-unknown", `cluster-dns: ${dns} lies outside of ${range}, the range of services`, {
      span: spanIn(cluster, placed, "cluster-dns"),
      notes,
    }),
  ];
}
