import * as z from "zod";
import { images } from "../model/images.ts";
import { parseSize } from "../model/size.ts";
import { about, choice } from "./about.ts";
import { count, form, parsed } from "./form.ts";
import { size } from "./forms.ts";
import { locale, packageName, swapDevice, timezone } from "./os-forms.ts";
import { titlesOf } from "./titles.ts";

export function osSection() {
  return z.strictObject({
    image: about(
      choice(titlesOf(images)),
      "The image that the card is made from. Those for Raspberry Pis go with Raspberry Pi boards, `generic` with the generic boards.",
      { examples: ["raspios-trixie"] },
    ).optional(),
    timezone: about(
      form(timezone),
      "The time zone of the node's clock, as the tz database calls it: abbreviations such as CET do not know summer time.",
      { examples: ["Asia/Kolkata", "Europe/Berlin"] },
    ).optional(),
    locale: about(form(locale), "Language and conventions of the node's messages.", {
      examples: ["en_IN.UTF-8", "de_DE.UTF-8"],
    }).optional(),
    upgrade: about(
      choice({
        none: "Nothing by itself: right for a site without a package mirror.",
        security: "Security updates by unattended-upgrades; a node never reboots because of them.",
        full: "Everything once, at the end of the first boot, which may end with a reboot; afterwards what the image does by itself.",
      }),
      "What the node does about updates of its operating system.",
      { examples: ["full"] },
    ).optional(),
    packages: about(
      z.array(form(packageName)),
      "Debian packages to install besides what edgegen needs. Nothing of the cluster waits for them.",
      { examples: [["htop", "tcpdump"]] },
    ).optional(),
  });
}

export function edgePulseSection() {
  return z.strictObject({
    enabled: about(
      z.boolean(),
      "Whether Edge-Pulse tunes the node: compressed swap, protection of the card, diagnostics. Without it the image's own swap stays as it is.",
      { examples: [false] },
    ).optional(),
    zram_percent: about(
      z.union([z.literal("auto"), count(1, 200)]),
      "Size of the compressed swap in percent of the RAM. `auto` is 60 up to 1 GiB, 40 up to 4 GiB, and 30 above.",
      { examples: [50, "auto"] },
    ).optional(),
    swap: about(swapSection(), "Swap behind the compressed one, for what has not been used for long.", {
      examples: [{ size: "2GiB", device: "LABEL=edge-swap" }],
    }).optional(),
    api: about(apiSection(), "The diagnostics API: `/perf`, `/metrics` for Prometheus, `/healthz`.", {
      examples: [{ listen: "localhost", port: 8081 }],
    }).optional(),
    sd_protection: about(
      z.boolean(),
      "Journal and mount settings by which less is written to the card. An SD card dies of writing.",
      { examples: [false] },
    ).optional(),
  });
}

function swapSection() {
  return z.strictObject({
    size: about(parsed(size, parseSize), "Size of the swap file.", { examples: ["512MiB", "2GiB"] }).optional(),
    device: about(
      form(swapDevice),
      "Where it lies. `auto` is a partition labelled edge-swap that already is a swap area, else the card; `sd` is the card; `none` is no swap file; `LABEL=` and `UUID=` name a partition. Nothing is ever formatted.",
      { examples: ["LABEL=edge-swap", "none"] },
    ).optional(),
  });
}

function apiSection() {
  return z.strictObject({
    listen: about(
      choice({
        node: "On the node's address: whoever reaches the node reaches the API.",
        localhost: "On the node itself only.",
        off: "Not at all.",
      }),
      "Where the API answers.",
      { examples: ["localhost"] },
    ).optional(),
    port: about(count(1, 65535), "The TCP port of the API. The firewall lets it in.", { examples: [8081] }).optional(),
  });
}
