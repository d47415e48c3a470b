import { fault } from "../../model/fault.ts";
import { distinct, nodesWith, type Rule, spanOf } from "../rule.ts";

/** A warning, since the list is this computer's and a node's may be newer; cloud-init leaves the clock on UTC when it does not know a zone. */
export const timezoneUnknown: Rule = (cluster) =>
  distinct(nodesWith(cluster, "os.timezone"), (node) => node.os.timezone).flatMap(({ node, index }) => {
    if (isZone(node.os.timezone)) return [];
    const span = spanOf(cluster, "nodes", index, "os", "timezone");
    const notes = ["`timedatectl list-timezones` shows the names"];
    return [fault("timezone-unknown", `no time zone is known by the name ${node.os.timezone}`, { span, notes })];
  });

/** Asking costs as much as the rest of the rules together, so the usual zone is not asked about. */
function isZone(name: string): boolean {
  if (name === "UTC") return true;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
