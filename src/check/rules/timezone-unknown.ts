import { fault } from "../../model/fault.ts";
import { zoneMeant } from "../../model/time-zones.ts";
import { distinct, nodesWith, type Rule, spanOf } from "../rule.ts";

/** A warning, since the list is this computer's and a node's may be newer; cloud-init leaves the clock on UTC when it does not know a zone. */
export const timezoneUnknown: Rule = (cluster) =>
  distinct(nodesWith(cluster, "os.timezone"), (node) => node.os.timezone).flatMap(({ node, index }) => {
    const { timezone } = node.os;
    if (isZone(timezone)) return [];
    const span = spanOf(cluster, "nodes", index, "os", "timezone");
    const notes = ["`timedatectl list-timezones` shows the names"];
    const text = zoneMeant(timezone);
    const suggestion = span && text !== undefined ? { span, text } : undefined;
    return [fault("timezone-unknown", `no time zone is known by the name ${timezone}`, { span, notes, suggestion })];
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
