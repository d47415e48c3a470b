import type { Check } from "../check.ts";
import { compare } from "../difference.ts";
import { fields } from "../seen.ts";

export const timezone: Check = {
  name: "timezone",
  // Not readlink -f: a name such as Asia/Calcutta is itself a link.
  probe: () => `echo "link=$(readlink /etc/localtime)"
[ ! -e /etc/timezone ] || echo "file=$(cat /etc/timezone)"`,
  judge: (seen, { node: { os } }) => {
    const found = fields(seen);
    return [
      ...compare("/etc/localtime", found.get("link")?.replace(/^.*\/zoneinfo\//, ""), os.timezone),
      ...(found.has("file") ? compare("/etc/timezone", found.get("file"), os.timezone) : []),
    ];
  },
};
