import { askForPort, forwardedPort } from "../boot/qmp.ts";
import type { Process } from "../host/processes.ts";

/** On which port of this machine the guest's sshd answers; QEMU has chosen a free one. */
export async function guestPort(qemu: Process): Promise<number> {
  askForPort(qemu);
  for (let tries = 0; tries < 50; tries += 1) {
    const port = forwardedPort(qemu);
    if (port !== undefined) return port;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("QEMU does not say on which port the guest's sshd answers");
}
