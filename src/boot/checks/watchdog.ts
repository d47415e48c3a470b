import { boards } from "../../model/boards.ts";
import type { Check } from "../check.ts";
import { compare } from "../difference.ts";
import { fields } from "../seen.ts";
import { secondsOf } from "../time-span.ts";

/**
 * What systemd would tell the board's watchdog, whether there is one or not: a container and QEMU have none. Longer than it sounds:
 * the driver keeps the seconds modulo 16 (see templates/os/watchdog.conf).
 */
export const watchdog: Check = {
  name: "watchdog",
  probe: () => `systemctl show --property RuntimeWatchdogUSec --property RebootWatchdogUSec
! grep -qw 'systemd[.]watchdog_sec=off' /proc/cmdline || echo emulated=yes`,
  judge: (seen) => {
    const found = fields(seen);
    // An emulated Pi 3B must not touch its watchdog (see qemu.ts).
    if (found.get("emulated") === "yes") return compare("RuntimeWatchdogSec", found.get("RuntimeWatchdogUSec"), "0");
    return [
      ...compare("RuntimeWatchdogSec", seconds(found.get("RuntimeWatchdogUSec")), "60"),
      ...compare("RebootWatchdogSec", seconds(found.get("RebootWatchdogUSec")), "124"),
    ];
  },
  applies: ({ node }) => boards[node.board].pi,
};

const seconds = (text: string | undefined) => String(secondsOf(text ?? "") ?? text);
