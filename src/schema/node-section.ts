import * as z from "zod";
import { boards } from "../model/boards.ts";
import { parseSize } from "../model/size.ts";
import { about, choice } from "./about.ts";
import { form, parsed } from "./form.ts";
import { mac, memorySize, networkInterface, showMac } from "./forms.ts";
import { nodeK3sSection } from "./k3s-section.ts";
import type { Need } from "./need.ts";
import { nodeAddress, nodeName } from "./node-forms.ts";
import { edgePulseSection, osSection } from "./os-section.ts";
import { titlesOf } from "./titles.ts";

/** What `defaults`, `roles.<role>` and a node itself may say; the later one counts. */
function layerKeys() {
  return {
    board: about(
      choice(titlesOf(boards)),
      "The computer. Every node needs one, from its own entry, its role or `defaults`.",
      { examples: ["pi-4b"], otherwise: "none: one of the layers says it" },
    ).optional(),
    memory: about(
      parsed(memorySize, parseSize),
      "Its RAM, as the board was sold with it: what pods may use and how much is swapped follows from it. Every node needs it, from its own entry, its role or `defaults`.",
      { examples: ["4GiB", "8GiB"], otherwise: "none: one of the layers says it" },
    ).optional(),
    interface: about(
      form(networkInterface),
      "The interface that carries the node's address, as `ip link` calls it on the node. A name that begins with `wl` puts the node on Wi-Fi.",
      {
        examples: ["enp1s0"],
        otherwise: "`network.interface` with a Raspberry Pi image; none with `generic`",
      },
    ).optional(),
    labels: about(
      z.record(z.string(), z.string()),
      "Kubernetes labels. Those of `defaults`, a role and a node add up, key by key. They are set when the node registers: a later change needs `kubectl label`.",
      { examples: [{ disk: "ssd", "example.org/rack": "a" }], otherwise: "none but edgegen's own" },
    ).optional(),
    taints: about(
      z.array(z.string()),
      "Kubernetes taints as `key=value:Effect`. As with every list, a node's stand in place of its role's, and these in place of those of `defaults`. They are set when the node registers: a later change needs `kubectl taint`.",
      { examples: [["dedicated=camera:NoSchedule"]], otherwise: "none but the control plane's" },
    ).optional(),
    os: about(osSection(), "What differs from the top-level `os`, key by key.", {
      examples: [{ image: "generic" }],
    }).optional(),
    k3s: about(nodeK3sSection(), "What differs from the top-level `k3s`, key by key.", {
      examples: [{ config: { "kubelet-arg": ["max-pods=30"] } }],
    }).optional(),
    edge_pulse: about(edgePulseSection(), "What differs from the top-level `edge_pulse`, key by key.", {
      examples: [{ swap: { device: "LABEL=edge-swap" } }],
    }).optional(),
  };
}

export function layerSection() {
  return z.strictObject(layerKeys());
}

export function nodeSection(need: Need) {
  return z.strictObject({
    name: need(
      about(
        nodeName(),
        "Its host name, a DNS label. A range in braces makes many nodes of one entry: `dcn{2..7}` six, `w{001..120}` a hundred and twenty. In quotes.",
        { examples: ["dcn3", "dcn{3..8}"] },
      ),
    ),
    role: need(
      about(
        choice({
          "control-plane": "The K3s server. A cluster has exactly one.",
          worker: "Runs the workloads. It joins the control plane by itself.",
          rancher: "Runs Rancher, outside the cluster that it manages. At most one.",
        }),
        "What the node is for.",
        { examples: ["worker"] },
      ),
    ),
    address: need(
      about(
        nodeAddress(),
        "Its IPv4 address in `network.subnet`. For a range of names a range as long, `10.1.40.{23..28}`, or the first address and a plus, `10.0.1.1+`, to count up over the ends of octets. In quotes.",
        { examples: ["10.1.40.24", "10.1.40.{24..29}", "10.1.40.24+"] },
      ),
    ),
    mac: about(
      parsed(mac, showMac),
      "Finds the interface by its hardware address: for PCs, whose interfaces have no fixed names. A Pi's Ethernet is found by its name all the same, so that its board can be replaced.",
      { examples: ["52:54:00:12:34:56"], otherwise: "none: the interface is found by its name" },
    ).optional(),
    ...layerKeys(),
  });
}
