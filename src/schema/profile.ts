import * as z from "zod";
import { form, parsed } from "./form.ts";
import { parsePort, port } from "./forms.ts";
import { path } from "./k3s-forms.ts";
import { k3sSection, rancherSection } from "./k3s-section.ts";
import { lenient, type Need, required } from "./need.ts";
import { networkSection } from "./network-section.ts";
import { layerSection, nodeSection } from "./node-section.ts";
import { userName } from "./os-forms.ts";
import { edgePulseSection, osSection } from "./os-section.ts";

function build(need: Need) {
  return z.strictObject({
    version: need(z.literal(1).describe("The version of this language.")),
    cluster: z.string().describe("The cluster's name; by default that of the file.").optional(),
    include: z.array(form(path)).describe("Other profile files, merged first, in this order.").optional(),
    os: osSection().describe("The operating system of all nodes.").optional(),
    network: need(networkSection(need).describe("The network that the nodes are in.")),
    access: accessSection(need).describe("Who may log in.").optional(),
    hardening: z
      .enum(["off", "baseline"])
      .describe(
        "`baseline`: no password login, secrets encryption, protected kernel defaults, files readable by their owner only.",
      )
      .optional(),
    firewall: z
      .enum(["off", "lan"])
      .describe("`lan` lets in from the network what a cluster needs, and nothing else.")
      .optional(),
    firewall_open: z.array(parsed(port, parsePort)).describe("More ports to open for the network.").optional(),
    k3s: k3sSection().describe("Kubernetes.").optional(),
    rancher: rancherSection().describe("The management server, for the node of that role.").optional(),
    edge_pulse: edgePulseSection().describe("Memory, card and diagnostics of all nodes.").optional(),
    defaults: layerSection().describe("What holds for every node that does not say otherwise.").optional(),
    roles: z
      .strictObject({
        "control-plane": layerSection().describe("What holds for the control plane.").optional(),
        worker: layerSection().describe("What holds for every worker.").optional(),
        rancher: layerSection().describe("What holds for the Rancher node.").optional(),
      })
      .describe("What holds for every node of a role; it counts more than `defaults`.")
      .optional(),
    nodes: need(z.array(nodeSection(need)).describe("The computers, one card each.")),
  });
}

function accessSection(need: Need) {
  const file = z.strictObject({ file: need(form(path).describe("A public key file on this computer.")) });
  return z.strictObject({
    user: form(userName).describe("The account that is made on every node.").optional(),
    ssh_authorized_keys: z
      .array(z.union([z.string(), file]))
      .describe(
        "Public keys that may log in: lines as in a `.pub` file, or `{file: PATH}`. With none, a key pair is made.",
      )
      .optional(),
    passwordless_sudo: z
      .boolean()
      .describe("Whether that account may use sudo without a password. It has none.")
      .optional(),
  });
}

export type Profile = z.output<ReturnType<typeof build>>;
type ProfileSchema = ReturnType<typeof build>;
/** What `defaults`, a role and a node have in common. */
export type Layer = NonNullable<Profile["defaults"]>;
export type NodeEntry = NonNullable<Profile["nodes"]>[number];

let strict: ProfileSchema | undefined;

/** The profile language, version 1; made when it is first asked for, because making it costs a good part of a quick run. */
export function profileSchema(): ProfileSchema {
  strict ??= build(required);
  return strict;
}

/** The same language with nothing required: see {@link Need}. */
export function lenientSchema(): ProfileSchema {
  return build(lenient);
}
