import type { Check } from "../check.ts";
import { compare, compareList } from "../difference.ts";
import { fields, valuesOf } from "../seen.ts";

/** With `hardening: baseline` nobody gets in by a password: sshd asks for none, and no account has one. */
export const passwordLogin: Check = {
  name: "password-login",
  // Of /etc/shadow only the names of accounts: a field that begins with neither ! nor * is a password, an empty one needs none.
  probe: () => `sshd=$(command -v sshd || echo /usr/sbin/sshd)
"$sshd" -T 2>&1 | sed -n 's/^passwordauthentication /password=/p; s/^kbdinteractiveauthentication /keyboard=/p'
awk -F : '$2 !~ /^[!*]/ { print "open=" $1 }' /etc/shadow`,
  judge: (seen) => {
    const found = fields(seen);
    return [
      ...compare("sshd's PasswordAuthentication", found.get("password"), "no"),
      ...compare("sshd's KbdInteractiveAuthentication", found.get("keyboard"), "no"),
      ...compareList("accounts with a password", valuesOf(seen, "open"), []),
    ];
  },
  applies: ({ cluster }) => cluster.hardening === "baseline",
};
