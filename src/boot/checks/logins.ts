import type { Check } from "../check.ts";
import { compareList, insist } from "../difference.ts";
import { lines, valuesOf } from "../seen.ts";

/**
 * Nobody has logged in since the power came on: the node did it all by itself. Whoever asks this may have come by ssh: sshd's line
 * for that has the number of a process from which this one descends, sudo or not.
 */
export const logins: Check = {
  name: "logins",
  probe: () => `pid=$$
while [ "\${pid:-0}" -gt 1 ]; do
  echo "ancestor=$pid"
  pid=$(awk '$1 == "PPid:" { print $2 }' "/proc/$pid/status")
done
[ -z "$(journalctl --boot --quiet --lines 1)" ] || echo journal=there
journalctl --boot --quiet --no-pager --output short -t sshd -t sshd-session -t sshd-auth | grep ': Accepted '`,
  judge: (seen) => {
    const ancestors = valuesOf(seen, "ancestor");
    const accepted = lines(seen).filter((line) => line.includes(": Accepted "));
    // The numbers of processes come round again: of all that fit, the newest is ours.
    const own = accepted.findLastIndex((line) => ancestors.includes(/\[(\d+)\]: Accepted /.exec(line)?.[1] ?? ""));
    return [
      ...insist(valuesOf(seen, "journal").length > 0, "the journal of this boot", "", "one that can be read"),
      ...compareList(
        "logins",
        accepted.filter((_line, at) => at !== own),
        [],
      ),
    ];
  },
};
