import { fault } from "../../model/fault.ts";
import { called, isKnown, nodesWith, type Rule, spanOf } from "../rule.ts";

/** The image has an account `pi` without a way in, and its first-boot wizard only ends when a new one is made (canonical/cloud-init#6444). */
export const userPi: Rule = (cluster) => {
  if (cluster.access.user !== "pi" || !isKnown(cluster, ["access", "user"])) return [];
  const node = nodesWith(cluster, "os.image").find(({ node: { os } }) => os.image === "raspios-trixie");
  if (node === undefined) return [];
  const notes = ["choose any other name"];
  const message = `the user cannot be pi on Raspberry Pi OS, which ${called(node.node)} has: that account is there already`;
  return [fault("user-pi", message, { span: spanOf(cluster, "access", "user"), notes })];
};
