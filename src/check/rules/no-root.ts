import { fault } from "../../model/fault.ts";
import { isKnown, type Rule, spanOf } from "../rule.ts";

/** The account has no password, so a sudo that asks for one lets nobody in: what is wrong on a node can then only be flashed away. */
export const noRoot: Rule = (cluster) => {
  if (cluster.access.passwordlessSudo || !isKnown(cluster, ["access", "passwordless_sudo"])) return [];
  const message = `nobody can become root on a node: ${cluster.access.user} has no password that sudo could ask for`;
  const notes = ["leave it out unless nodes are mended by writing their cards anew"];
  return [fault("no-root", message, { span: spanOf(cluster, "access", "passwordless_sudo"), notes })];
};
