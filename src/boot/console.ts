/** What the serial console of a node tells about its boot, line by line. */
export type ConsoleEvent =
  /** Before the kernel: which files of the boot partition are in force. */
  | { readonly kind: "firmware"; readonly text: string }
  | { readonly kind: "kernel" }
  | { readonly kind: "cloud-init"; readonly stage: string }
  /** Seconds since the kernel's start, as cloud-init counts them. */
  | { readonly kind: "cloud-init-finished"; readonly uptime: number }
  | { readonly kind: "step"; readonly step: string; readonly state: StepState; readonly text: string }
  | { readonly kind: "ready" }
  | { readonly kind: "rebooting"; readonly text: string }
  /** Nothing comes after it. */
  | { readonly kind: "trouble"; readonly text: string };

export type StepState = "running" | "done" | "waiting";

/** The form of cloud-init's own lines: `LOG.info` of its main module, the same since 0.7. */
const cloudInitStage = /Cloud-init v\. \S+ running '([^']+)'/;
const cloudInitEnd = /Cloud-init v\. \S+ finished at .*? Up ([0-9.]+) seconds/;
/** The form of templates/first-boot/report.py. Other writers share the console, so what stands before it counts for nothing. */
const ours = /edgegen: [a-z0-9-]+: (.+)$/;
const ourStep = /^step ([a-z0-9-]+)(?: \.\.\.$|: (.*))/;
/**
 * In the words of the kernel, of our testbed's initramfs (not of `update-initramfs: Generating ...`), of Debian's and Ubuntu's, of
 * dracut and of systemd.
 */
const panic =
  /(Kernel panic - not syncing.*|(?<!-)initramfs: .*|ALERT! .*Dropping to a shell!|Entering emergency mode.*|You are in emergency mode.*)/;

/** What a line of the console means; undefined for all the others. */
export function eventOf(line: string): ConsoleEvent | undefined {
  if (/\] Linux version |^Linux version /.test(line)) return { kind: "kernel" };
  const stage = cloudInitStage.exec(line);
  if (stage?.[1]) return { kind: "cloud-init", stage: stage[1] };
  const end = cloudInitEnd.exec(line);
  if (end?.[1]) return { kind: "cloud-init-finished", uptime: Number(end[1]) };
  const trouble = panic.exec(line);
  if (trouble?.[1]) return { kind: "trouble", text: trouble[1].trim() };
  const own = ours.exec(line);
  return own?.[1] === undefined ? undefined : ownEvent(own[1].trim());
}

function ownEvent(text: string): ConsoleEvent | undefined {
  if (text.startsWith("ready: ")) return { kind: "ready" };
  if (text.startsWith("rebooting: ")) return { kind: "rebooting", text: text.slice("rebooting: ".length) };
  const step = ourStep.exec(text);
  if (!step?.[1]) return undefined;
  const said = step[2];
  if (said === undefined) return { kind: "step", step: step[1], state: "running", text: "" };
  return { kind: "step", step: step[1], state: said.startsWith("done in ") ? "done" : "waiting", text: said };
}

/** Colours and other escapes of a terminal, CR, and whatever else must not reach the terminal of whoever watches. */
const control = /\p{Cc}(?:\[[0-9;?]*[A-Za-z])?/gu;

/** Cuts a growing text into its lines; what has no end yet is kept for the next piece. */
export function lineReader(): (piece: string) => readonly string[] {
  let rest = "";
  return (piece) => {
    const lines = (rest + piece).split("\n");
    rest = lines.pop() ?? "";
    return lines.map((line) => line.replaceAll(control, ""));
  };
}
