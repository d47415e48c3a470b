import type { Check } from "../check.ts";
import { compareList, insist } from "../difference.ts";
import { lines } from "../seen.ts";

const answered = "asked";

export const failedUnits: Check = {
  name: "failed-units",
  // Nothing is the right answer, so that one must be seen to have come.
  probe: () => `systemctl list-units --failed --plain --no-legend --no-pager && echo ${answered}`,
  judge: (seen) => {
    const names = lines(seen).map((line) => line.split(" ")[0] ?? "");
    return [
      ...insist(names.at(-1) === answered, "systemd's answer", seen, "a list of units"),
      ...compareList(
        "failed units",
        names.filter((name) => name !== answered),
        [],
      ),
    ];
  },
};
