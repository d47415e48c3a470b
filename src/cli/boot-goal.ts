import type { ConsoleEvent } from "../boot/console.ts";
import type { Boot } from "../boot/power.ts";
import { waitsAt } from "../boot/progress.ts";
import type { BootOptions } from "./commands/boot.ts";

/** What there is not on the closed network of an emulated node, by the step that waits for it, for ever. */
const absent = {
  "k3s-install": "server with K3s's releases",
  docker: "package server",
  rancher: "registry of images",
  packages: "package server",
} as const satisfies Readonly<Record<string, string>>;

type Step = keyof typeof absent;
const isKnown = (step: string | undefined): step is Step => step !== undefined && step in absent;

/** The first boot ends with its last step, or where it waits for the first thing that is not there; K3s a mirror or the card may bring. */
export function goalOf({ mirror, offline }: Pick<BootOptions, "mirror" | "offline">): (event: ConsoleEvent) => boolean {
  const hasK3s = mirror !== undefined || offline === true;
  return (event) => {
    if (event.kind !== "step") return event.kind === "ready";
    // A bug of a step (templates/first-boot/firstboot.py) is nothing that a network would mend.
    const waits = event.state === "waiting" && !event.text.startsWith("unexpected ");
    return waits && isKnown(event.step) && !(hasK3s && event.step === "k3s-install");
  };
}

/** What a boot came to, where that is not its last step. */
export function endOf(boot: Boot): readonly string[] {
  const step = waitsAt(boot);
  if (!isKnown(step)) return [];
  const most = step === "packages" ? "everything but packages" : `everything before ${step}`;
  return [`${most}; there is no ${absent[step]} on this closed network`];
}
