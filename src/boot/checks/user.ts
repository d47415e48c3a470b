import { images } from "../../model/images.ts";
import type { Check } from "../check.ts";
import { compare, compareSet } from "../difference.ts";
import { fields, valuesOf } from "../seen.ts";
import { quoted, words } from "../shell.ts";

/** The account of `access.user`. An image need not have all of an administrator's groups, but the user is in those that it has. */
export const user: Check = {
  name: "user",
  probe: ({ cluster, node }) => `user=${quoted(cluster.access.user)}
echo "passwd=$(getent passwd "$user" | cut -d : -f 1,7)"
for group in ${words(images[node.os.image].adminGroups)}; do
  ! getent group "$group" >/dev/null || echo "image=$group"
done
for group in $(id -nG "$user" 2>/dev/null); do
  [ "$group" = "$user" ] || echo "group=$group"
done
if sudo -n -l -U "$user" 2>/dev/null | grep -q 'NOPASSWD: ALL'; then echo sudo=passwordless; else echo sudo=password; fi`,
  judge: (seen, { cluster: { access } }) => {
    const found = fields(seen);
    return [
      ...compare(`the account ${access.user} and its shell`, found.get("passwd"), `${access.user}:/bin/bash`),
      ...compareSet(`the groups of ${access.user}`, valuesOf(seen, "group"), valuesOf(seen, "image")),
      ...compare("sudo", found.get("sudo"), access.passwordlessSudo ? "passwordless" : "password"),
    ];
  },
};
