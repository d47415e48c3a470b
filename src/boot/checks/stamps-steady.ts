import type { Check } from "../check.ts";
import { insist } from "../difference.ts";
import { lines } from "../seen.ts";
import { quoted } from "../shell.ts";

/** What the node remembers of its first boot, with the times of writing: at a second boot nothing is done again. */
export const stampsSteady: Check = {
  name: "stamps-steady",
  probe: ({ plan }) => {
    const folder = `/var/lib/edgegen/${plan.instanceId}`;
    return `find /var/lib/edgegen/steps ${quoted(folder)} -type f -printf '%f %T@\\n' | sort`;
  },
  judge: (seen) => {
    const names = lines(seen).map((line) => line.split(" ")[0] ?? "");
    return ["seeded", "caches-scrubbed"].flatMap((mark) =>
      insist(names.includes(mark), "marks of this card", names.join(" "), mark),
    );
  },
  steady: true,
};
