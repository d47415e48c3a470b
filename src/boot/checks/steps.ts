import type { Check, Difference, Expected } from "../check.ts";
import { compareList, insist } from "../difference.ts";
import { stepsDone } from "../expected.ts";
import { fromJson, lines, valuesOf } from "../seen.ts";

interface Status {
  readonly phase?: string;
  readonly message?: string;
  readonly steps?: readonly { readonly name: string; readonly state: string }[];
}

/** The first boot came as far as it should, and no farther: its stamps in the order of their making, and what it says of itself. */
export const steps: Check = {
  name: "steps",
  probe: () => `find /var/lib/edgegen/steps -type f -printf '%T@ stamp=%f\\n' | sort -n | cut -d ' ' -f 2
tr '\\n' ' ' </run/edgegen/status.json`,
  judge: (seen, expected) => {
    const stamped = stepsDone(expected).filter(({ everyBoot }) => !everyBoot);
    const status = (fromJson(lines(seen).at(-1) ?? "") ?? {}) as Status;
    return [
      ...compareList(
        "stamps",
        valuesOf(seen, "stamp"),
        stamped.map(({ name, inputs }) => `${name}-${inputs}`),
      ),
      ...phase(status, expected),
      ...compareList(
        "steps that are done",
        (status.steps ?? []).filter(({ state }) => state === "done").map(({ name }) => name),
        stepsDone(expected).map(({ name }) => name),
      ),
    ];
  },
};

/** A step that waits is tried again and again: now it waits, now it is at work. */
function phase({ phase: found = "", message = "" }: Status, { reached }: Expected): readonly Difference[] {
  const said = `${found}: ${message}`;
  if (reached === "ready") return insist(found === "ready", "what the node says", said, "ready");
  const waits = new RegExp(`^w(ait|ork)ing: step ${reached.waitsAt}(:|$)`).test(said);
  return insist(waits, "what the node says", said, `waiting: step ${reached.waitsAt}`);
}
