import * as z from "zod";
import { imageIds } from "../model/images.ts";
import { parseSize } from "../model/size.ts";
import { count, form, parsed } from "./form.ts";
import { size } from "./forms.ts";
import { locale, packageName, swapDevice, timezone } from "./os-forms.ts";

export function osSection() {
  return z.strictObject({
    image: z
      .enum(imageIds)
      .describe(
        "The image that the card is made from. `generic` is any image with cloud-init and the NoCloud datasource.",
      )
      .optional(),
    timezone: form(timezone).describe("The time zone of the node's clock, as the tz database calls it.").optional(),
    locale: form(locale).describe("The language and the conventions of the node's messages.").optional(),
    upgrade: z
      .enum(["none", "security", "full"])
      .describe(
        "`security` installs security updates by unattended-upgrades, `full` upgrades once at the end of the first boot and may reboot.",
      )
      .optional(),
    packages: z.array(form(packageName)).describe("Debian packages to install besides what edgegen needs.").optional(),
  });
}

export function edgePulseSection() {
  return z.strictObject({
    enabled: z
      .boolean()
      .describe("Whether Edge-Pulse tunes the node: compressed swap, protection of the card, diagnostics.")
      .optional(),
    zram_percent: z
      .union([z.literal("auto"), count(1, 200)])
      .describe("Size of the compressed swap in percent of the RAM; `auto` is 60 up to 1 GiB, 40 up to 4 GiB, else 30.")
      .optional(),
    swap: z
      .strictObject({
        size: parsed(size, parseSize).describe("Size of the swap file.").optional(),
        device: form(swapDevice)
          .describe(
            "Where it lies. `auto` is a partition labelled edge-swap that already is a swap area, else the card; `sd` is the card; `none` is no swap file.",
          )
          .optional(),
      })
      .describe("Swap behind the compressed one.")
      .optional(),
    api: z
      .strictObject({
        listen: z
          .enum(["node", "localhost", "off"])
          .describe("`node` answers on the node's address, `off` not at all.")
          .optional(),
        port: count(1, 65535).describe("The port that it listens on.").optional(),
      })
      .describe("The diagnostics API.")
      .optional(),
    sd_protection: z.boolean().describe("Journal and mount settings that spare the card.").optional(),
  });
}
