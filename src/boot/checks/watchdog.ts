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
  probe: () => "systemctl show --property RuntimeWatchdogUSec --property RebootWatchdogUSec",
  judge: (seen) => {
    const found = fields(seen);
    return [
      ...compare("RuntimeWatchdogSec", seconds(found.get("RuntimeWatchdogUSec")), "60"),
      ...compare("RebootWatchdogSec", seconds(found.get("RebootWatchdogUSec")), "124"),
    ];
  },
  applies: ({ node }) => boards[node.board].pi,
};

const seconds = (text: string | undefined) => String(secondsOf(text ?? "") ?? text);
