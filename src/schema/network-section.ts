import * as z from "zod";
import { form } from "./form.ts";
import { domain, host, ipAddress, ipv4, network, networkInterface, secretName } from "./forms.ts";
import type { Need } from "./need.ts";
import { country, ssid, wifiPassword } from "./os-forms.ts";
import { words } from "./words.ts";

export function networkSection(need: Need) {
  return z.strictObject({
    subnet: need(form(network).describe("The network that all nodes are in, in CIDR notation.")),
    gateway: need(form(ipv4).describe("The router that leads out of it.")),
    nameservers: z
      .array(form(ipAddress))
      .min(1)
      .describe("DNS servers, in the order in which they are asked.")
      .optional(),
    search: z.array(form(domain)).describe("Domains that are tried behind names without a dot.").optional(),
    interface: form(networkInterface).describe("The primary interface of nodes with a Raspberry Pi image.").optional(),
    ntp: z.array(form(host)).min(1).describe("Time servers. A Pi has no clock that runs while it is off.").optional(),
    wifi: wifi(need).describe("For nodes whose interface begins with `wl`.").optional(),
  });
}

function wifi(need: Need) {
  return z.strictObject({
    ssid: need(form(ssid).describe("The name of the network.")),
    password: z
      .union([form(wifiPassword), secretRef(need)])
      .register(words, { secret: true })
      .describe("Better `{secret: NAME}` than the password itself. An open network has none.")
      .optional(),
    country: need(form(country).describe("ISO 3166 code; without it the radio stays off on Raspberry Pi OS.")),
  });
}

function secretRef(need: Need) {
  return z.strictObject({
    secret: need(form(secretName).describe("The name under which `edgegen secrets set NAME` stored it.")),
  });
}
