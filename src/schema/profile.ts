import * as z from "zod";
import { about, choice } from "./about.ts";
import { form, parsed } from "./form.ts";
import { parsePort, port } from "./forms.ts";
import { path } from "./k3s-forms.ts";
import { k3sSection, rancherSection } from "./k3s-section.ts";
import { lenient, type Need, required } from "./need.ts";
import { networkSection } from "./network-section.ts";
import { clusterName } from "./node-forms.ts";
import { layerSection, nodeSection } from "./node-section.ts";
import { userName } from "./os-forms.ts";
import { edgePulseSection, osSection } from "./os-section.ts";

function build(need: Need) {
  return z.strictObject({
    version: need(
      about(z.literal(1), "The version of this language. It is always 1, and the first line by habit.", {
        examples: [1],
      }),
    ),
    cluster: about(
      clusterName(),
      "The cluster's name, a DNS label: also that of its trust bundle and of its folder in `out/`.",
      { examples: ["lab"], otherwise: "the name of the file, without its ending" },
    ).optional(),
    include: about(
      z.array(form(path)),
      "Other profile files, laid below this one in their order: maps are merged key by key, lists of nodes joined, anything else is as the later file says. Paths count from this file.",
      { examples: [["site.yaml"]] },
    ).optional(),
    os: about(osSection(), "The operating system of all nodes.", {
      examples: [{ image: "raspios-trixie", timezone: "Asia/Kolkata", locale: "en_IN.UTF-8" }],
    }).optional(),
    network: need(
      about(networkSection(need), "The network that the nodes are in.", {
        examples: [{ subnet: "10.1.40.0/24", gateway: "10.1.40.1", nameservers: ["10.1.40.1"] }],
      }),
    ),
    access: about(accessSection(need), "Who may log in to the nodes, by SSH and key.", {
      examples: [{ user: "ops", ssh_authorized_keys: [{ file: "~/.ssh/id_ed25519.pub" }] }],
    }).optional(),
    hardening: about(
      choice({
        off: "As the image and K3s come: sshd takes passwords, though no account has one.",
        baseline:
          "No password login, Kubernetes' Secrets encrypted, the kubelet insists on the kernel settings that it relies on.",
      }),
      "How much is locked down beyond what edgegen always does.",
      { examples: ["off"] },
    ).optional(),
    firewall: about(
      choice({
        off: "No packet filter of edgegen's.",
        lan: "In come SSH, HTTP, HTTPS, the Kubernetes API, NodePorts, Edge-Pulse and what nodes need of each other; nothing else.",
      }),
      "Which packets for a node come in from its network. `edgegen plan` lists the ports.",
      { examples: ["off"] },
    ).optional(),
    firewall_open: about(
      z.array(parsed(port, parsePort)),
      "More ports that the firewall lets in, on every node: for what listens on the node itself, such as a pod with host networking.",
      { examples: [["tcp/8443", "udp/5353"]] },
    ).optional(),
    k3s: about(
      k3sSection(),
      "Kubernetes, in the form of K3s. The Rancher node has none of it: Rancher brings its own.",
      {
        examples: [{ version: "v1.34.8+k3s1", disable: ["traefik", "servicelb"] }],
      },
    ).optional(),
    rancher: about(rancherSection(), "The management server, on the node whose role it is.", {
      examples: [{ version: "v2.13.8", server_url: "https://rancher.example.org" }],
    }).optional(),
    edge_pulse: about(edgePulseSection(), "Memory, wear of the card and diagnostics of all nodes.", {
      examples: [{ zram_percent: "auto", swap: { size: "1GiB", device: "auto" } }],
    }).optional(),
    defaults: about(layerSection(), "What holds for every node that does not say otherwise.", {
      examples: [{ board: "pi-4b", memory: "4GiB" }],
      otherwise: "nothing",
    }).optional(),
    roles: about(rolesSection(), "What holds for every node of a role. It counts more than `defaults`.", {
      examples: [{ worker: { board: "pi-3b-plus", memory: "1GiB" } }],
      otherwise: "nothing",
    }).optional(),
    nodes: need(
      about(z.array(nodeSection(need)), "The computers, one card each; an entry may stand for many.", {
        examples: [[{ name: "dcn3", role: "worker", board: "pi-4b", memory: "4GiB", address: "10.1.40.24" }]],
      }),
    ),
  });
}

function rolesSection() {
  return z.strictObject({
    "control-plane": about(layerSection(), "What holds for the control plane.", {
      examples: [{ board: "pi-5", memory: "8GiB" }],
    }).optional(),
    worker: about(layerSection(), "What holds for every worker.", {
      examples: [{ labels: { disk: "ssd" } }],
    }).optional(),
    rancher: about(layerSection(), "What holds for the Rancher node.", {
      examples: [{ board: "generic-amd64", os: { image: "generic" }, interface: "enp1s0" }],
    }).optional(),
  });
}

function accessSection(need: Need) {
  const file = z.strictObject({
    file: need(
      about(
        form(path),
        "A file of public keys on this computer. Its path counts from this profile; `~` is your home.",
        {
          examples: ["~/.ssh/id_ed25519.pub"],
        },
      ),
    ),
  });
  return z.strictObject({
    user: about(
      form(userName),
      "The account that is made on every node. Not `pi` on Raspberry Pi OS, which keeps that name for itself.",
      { examples: ["ops"] },
    ).optional(),
    ssh_authorized_keys: about(
      z.array(z.union([z.string(), file])),
      "Public keys that may log in: lines as in a `.pub` file, or `{file: PATH}`. With none, a key pair is made and lies beside the cards.",
      { examples: [[{ file: "~/.ssh/id_ed25519.pub" }]] },
    ).optional(),
    passwordless_sudo: about(
      z.boolean(),
      "Whether that account may become root by sudo. It has no password, so with `false` nobody can, and a node is mended by a new card.",
      { examples: [true] },
    ).optional(),
  });
}

export type Profile = z.output<ReturnType<typeof build>>;
type ProfileSchema = ReturnType<typeof build>;
/** What `defaults`, a role and a node have in common. */
export type Layer = NonNullable<Profile["defaults"]>;
export type NodeEntry = NonNullable<Profile["nodes"]>[number];

let strict: ProfileSchema | undefined;
let loose: ProfileSchema | undefined;

/** The profile language, version 1; made when it is first asked for, because making it costs a good part of a quick run. */
export function profileSchema(): ProfileSchema {
  strict ??= build(required);
  return strict;
}

/** The same language with nothing required: see {@link Need}. */
export function lenientSchema(): ProfileSchema {
  loose ??= build(lenient);
  return loose;
}
