import type { Check, Expected } from "../check.ts";
import { compare, compareSet } from "../difference.ts";
import { fields, valuesOf } from "../seen.ts";
import { quoted } from "../shell.ts";

/** Who may log in: exactly the profile's keys, or the one pair that the bundle made in their place. */
export const authorizedKeys: Check = {
  name: "authorized-keys",
  probe: ({ cluster }) => `file=$(getent passwd ${quoted(cluster.access.user)} | cut -d : -f 6)/.ssh/authorized_keys
echo "access=$(stat -c '%a %U' "$file")"
sed -n '/^ *[^# ]/s/^/key=/p' "$file"`,
  judge: (seen, expected) => [
    ...compare("authorized_keys", fields(seen).get("access"), `600 ${expected.cluster.access.user}`),
    ...compareSet("keys that may log in", valuesOf(seen, "key").map(essence), wantedKeys(expected).map(essence)),
  ],
};

function wantedKeys({ cluster, bundle }: Expected): readonly string[] {
  const { sshAuthorizedKeys } = cluster.access;
  return sshAuthorizedKeys.length > 0 ? sshAuthorizedKeys : [bundle.operatorSsh?.publicKey ?? ""];
}

/** Without the comment. Options stand before the type, and are kept: nobody asked for any. */
function essence(line: string): string {
  const parts = line.trim().split(/\s+/);
  const type = parts.findIndex((part) => /^(ssh|ecdsa|sk)-/.test(part));
  return parts.slice(0, type + 2).join(" ");
}
