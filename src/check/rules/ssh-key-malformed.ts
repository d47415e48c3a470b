import { fault } from "../../model/fault.ts";
import { type Rule, spanOf } from "../rule.ts";
import { sshKeyFault } from "../ssh-key.ts";

/** A key that sshd cannot read is passed over in silence, and the node is one that nobody can log in to. */
export const sshKeyMalformed: Rule = (cluster) =>
  cluster.access.sshAuthorizedKeys.flatMap((key, index) => {
    const found = sshKeyFault(key);
    if (found === undefined) return [];
    const span = spanOf(cluster, "access", "ssh_authorized_keys", index);
    const suggestion = span && found.instead !== undefined ? { span, text: found.instead } : undefined;
    return [fault("ssh-key-malformed", found.message, { span, notes: suggestion ? [] : [found.note], suggestion })];
  });
