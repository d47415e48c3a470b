import type { ConsoleEvent } from "./console.ts";
import type { Boot, Timed } from "./power.ts";

/** A line for whoever watches. Undefined: of no interest to a person (a step that begins is said when it ends). */
export function progressLine(event: ConsoleEvent, seconds: number): string | undefined {
  const text = said(event);
  return text === undefined ? undefined : `${seconds.toFixed(1).padStart(8)} s  ${text}`;
}

function said(event: ConsoleEvent): string | undefined {
  switch (event.kind) {
    case "firmware":
      return `firmware: ${event.text.replace(/\S{80,}/g, (token) => `${token.slice(0, 20)}…`)}`;
    case "kernel":
      return "kernel";
    case "cloud-init":
      return `cloud-init: ${event.stage}`;
    case "cloud-init-finished":
      return `cloud-init finished, ${event.uptime.toFixed(1)} s after the kernel's start`;
    case "step":
      return event.state === "running" ? undefined : `step ${event.step}: ${event.text}`;
    case "ready":
      return "every step is done";
    case "rebooting":
      return `the node reboots: ${event.text}`;
    case "trouble":
      return event.text;
  }
}

/** The step that waited when a boot came to its goal; undefined: it came to it in another way. */
export function waitsAt({ events, ending }: Pick<Boot, "events" | "ending">): string | undefined {
  const last = events.at(-1)?.event;
  return ending === "reached" && last?.kind === "step" && last.state === "waiting" ? last.step : undefined;
}

/** In seconds. Undefined: the boot did not come to that. */
export interface Durations {
  /** From the kernel's start to cloud-init's end, as cloud-init counts. */
  readonly cloudInit: number | undefined;
  /** From there until every step was done: edgegen's own share. */
  readonly own: number | undefined;
  readonly kernels: number;
}

export function durations({ events }: Pick<Boot, "events">): Durations {
  const at = (kind: ConsoleEvent["kind"]) => events.findLast(({ event }) => event.kind === kind);
  const finished: Timed | undefined = at("cloud-init-finished");
  const ready = at("ready");
  return {
    cloudInit: finished?.event.kind === "cloud-init-finished" ? finished.event.uptime : undefined,
    // The runner may be done before cloud-init has said its last word.
    own: finished && ready ? Math.max(0, ready.seconds - finished.seconds) : undefined,
    kernels: events.filter(({ event }) => event.kind === "kernel").length,
  };
}
