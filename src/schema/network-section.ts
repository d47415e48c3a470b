import * as z from "zod";
import { about } from "./about.ts";
import { form } from "./form.ts";
import { domain, host, ipAddress, ipv4, network, networkInterface, secretName } from "./forms.ts";
import type { Need } from "./need.ts";
import { country, ssid, wifiPassword } from "./os-forms.ts";

export function networkSection(need: Need) {
  return z.strictObject({
    subnet: need(
      about(
        form(network),
        "The network that all nodes are in: its first address and the length of its prefix. Every node has a fixed address in it; there is no DHCP.",
        { examples: ["10.1.40.0/24"] },
      ),
    ),
    gateway: need(
      about(form(ipv4), "The router that leads out of the network. Its address is in the network and no node's.", {
        examples: ["10.1.40.1"],
      }),
    ),
    nameservers: about(
      z.array(form(ipAddress)).min(1),
      "DNS servers, in the order in which they are asked. Where the site has its own, name that one: names of the site are known to nobody else.",
      { examples: [["10.1.40.1"], ["1.1.1.1", "2606:4700:4700::1111"]] },
    ).optional(),
    search: about(z.array(form(domain)), "Domains that are tried behind a name without a dot.", {
      examples: [["lab.example.org"]],
    }).optional(),
    interface: about(
      form(networkInterface),
      "The interface that carries a node's address, on nodes with a Raspberry Pi image. A PC has no such common name: there the node says it.",
      { examples: ["wlan0"] },
    ).optional(),
    ntp: about(
      z.array(form(host)).min(1),
      "Time servers. A Pi has no clock that runs while it is off, and with a wrong time nothing that uses certificates works, so a site without internet needs one of its own.",
      { examples: [["10.1.40.1"], ["time.google.com", "pool.ntp.org"]] },
    ).optional(),
    wifi: about(wifi(need), "The wireless network, for nodes whose interface begins with `wl`.", {
      examples: [{ ssid: "lab", password: { secret: "wifi" }, country: "IN" }],
      otherwise: "none",
    }).optional(),
  });
}

const passwordHere = { ...wifiPassword, expected: `${wifiPassword.expected}; or a secret by its name: {secret: wifi}` };

function wifi(need: Need) {
  return z.strictObject({
    ssid: need(about(form(ssid), "The name of the wireless network, letter by letter.", { examples: ["lab"] })),
    password: about(
      z.union([form(passwordHere), secretRef(need)]),
      "Its password. Better a `{secret: NAME}`, which stays in the bundle, than the password itself, which stays in the profile.",
      { examples: [{ secret: "wifi" }], otherwise: "none, as in an open network", secret: true },
    ).optional(),
    country: need(
      about(
        form(country),
        "The country whose radio rules hold, as its ISO 3166 code. Without it the radio of a Pi stays off.",
        { examples: ["IN", "DE", "GB"] },
      ),
    ),
  });
}

function secretRef(need: Need) {
  return z.strictObject({
    secret: need(
      about(
        form(secretName),
        "The name of a secret in the trust bundle. `edgegen secrets set NAME` stores the value, which reaches only the cards that use it.",
        { examples: ["wifi"] },
      ),
    ),
  });
}
