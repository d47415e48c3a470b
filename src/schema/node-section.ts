import * as z from "zod";
import { boardIds } from "../model/boards.ts";
import { roles } from "../model/cluster.ts";
import { parseSize } from "../model/size.ts";
import { form, parsed } from "./form.ts";
import { mac, networkInterface, parseMac, size } from "./forms.ts";
import { nodeK3sSection } from "./k3s-section.ts";
import type { Need } from "./need.ts";
import { edgePulseSection, osSection } from "./os-section.ts";

/** What `defaults`, `roles.<role>` and a node itself may say; the later one counts. */
function layerKeys() {
  return {
    board: z
      .enum(boardIds)
      .describe("The computer. Every node needs one, here or in `defaults` or `roles`.")
      .optional(),
    memory: parsed(size, parseSize)
      .describe("Its RAM. Every node needs it, here or in `defaults` or `roles`.")
      .optional(),
    interface: form(networkInterface).describe("The primary interface, where it is not network.interface.").optional(),
    labels: z.record(z.string(), z.string()).describe("Kubernetes labels, set when the node registers.").optional(),
    taints: z
      .array(z.string())
      .describe("Kubernetes taints as `key=value:Effect`, set when the node registers.")
      .optional(),
    os: osSection().describe("Operating system settings that differ from the top-level `os`.").optional(),
    k3s: nodeK3sSection().describe("K3s settings that differ from the top-level `k3s`.").optional(),
    edge_pulse: edgePulseSection()
      .describe("Edge-Pulse settings that differ from the top-level `edge_pulse`.")
      .optional(),
  };
}

export function layerSection() {
  return z.strictObject(layerKeys());
}

export function nodeSection(need: Need) {
  return z.strictObject({
    name: need(z.string().describe("Its host name. `dcn{2..7}` makes six nodes.")),
    role: need(z.enum(roles).describe("What it is in the cluster.")),
    address: need(
      z
        .string()
        .describe("Its address. A range as long as the name's: `10.1.40.{23..28}`, or `10.0.1.1+` to count up."),
    ),
    mac: parsed(mac, parseMac)
      .describe(
        "Finds the interface by its hardware address. A Pi's Ethernet is found by its name all the same, so that its board can be replaced.",
      )
      .optional(),
    ...layerKeys(),
  });
}
