import type { Check } from "../check.ts";
import { compare, insist } from "../difference.ts";
import { fields } from "../seen.ts";

/** A locale that is named but was never made gives a warning at every program's start. */
export const locale: Check = {
  name: "locale",
  probe:
    () => `echo "lang=$(cat /etc/default/locale /etc/locale.conf 2>/dev/null | sed -n 's/^LANG=//p' | tr -d '"' | head -n 1)"
echo "made=$(locale -a | tr '\\n' ' ')"`,
  judge: (seen, { node: { os } }) => {
    const found = fields(seen);
    const made = (found.get("made") ?? "").split(" ").map(normalized);
    return [
      ...compare("LANG", found.get("lang"), os.locale),
      ...insist(made.includes(normalized(os.locale)), "locales on the system", found.get("made") ?? "", os.locale),
    ];
  },
};

/** `locale -a` writes en_IN.UTF-8 as en_IN.utf8. */
const normalized = (name: string) => name.toLowerCase().replace("utf-8", "utf8");
