import { askForPort, forwardedPort } from "../boot/qmp.ts";
import type { Process } from "../host/processes.ts";

/** On which port of this machine the guest's sshd answers; QEMU has chosen a free one. Undefined: it does not say, or is gone. */
export async function guestPort(qemu: Process): Promise<number | undefined> {
  askForPort(qemu);
  for (let tries = 0; tries < 300 && qemu.running(); tries += 1) {
    const port = forwardedPort(qemu);
    if (port !== undefined) return port;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return undefined;
}
