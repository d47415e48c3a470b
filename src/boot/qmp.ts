import type { Process } from "../host/processes.ts";

/** QEMU's machine protocol, as far as a power switch needs it: https://www.qemu.org/docs/master/interop/qemu-qmp-ref.html */
const send = (qemu: Process, execute: string, values?: object) =>
  qemu.write(`${JSON.stringify(values === undefined ? { execute } : { execute, arguments: values })}\n`);

/** Must come first: before it QEMU takes no other command. */
export const greet = (qemu: Process) => send(qemu, "qmp_capabilities");

/** The power button of -M virt. A raspi3b has none. */
export const pressPower = (qemu: Process) => send(qemu, "system_powerdown");

/** Whether the guest has ended by rebooting itself, which ends this QEMU (-no-reboot). */
export const rebootedItself = (qemu: Process) => qemu.printed().out.includes('"guest-reset"');

/** Asks on which port of this machine the guest's sshd answers; {@link forwardedPort} reads the answer. */
export const askForPort = (qemu: Process) => send(qemu, "human-monitor-command", { "command-line": "info usernet" });

/** A line of `info usernet`: `  TCP[HOST_FORWARD]  11  127.0.0.1 40123  10.1.40.22  22  0  0`. */
export function forwardedPort(qemu: Process): number | undefined {
  const found = /TCP\[HOST_FORWARD\]\s+\d+\s+127\.0\.0\.1\s+(\d+)\s/.exec(qemu.printed().out);
  return found?.[1] === undefined ? undefined : Number(found[1]);
}
