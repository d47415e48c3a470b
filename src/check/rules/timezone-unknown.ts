import { didYouMean } from "../../model/did-you-mean.ts";
import { fault } from "../../model/fault.ts";
import { distinct, nodesWith, type Rule, spanOf } from "../rule.ts";

/** A warning, since the list is this computer's and a node's may be newer; cloud-init leaves the clock on UTC when it does not know a zone. */
export const timezoneUnknown: Rule = (cluster) =>
  distinct(nodesWith(cluster, "os.timezone"), (node) => node.os.timezone).flatMap(({ node, index }) => {
    const { timezone } = node.os;
    if (isZone(timezone)) return [];
    const span = spanOf(cluster, "nodes", index, "os", "timezone");
    const notes = ["`timedatectl list-timezones` shows the names"];
    const text = zoneOfCity(timezone) ?? didYouMean(timezone, zones()).word;
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

/** Names that the list lacks, since it has the ones of before beside which they stand. */
const renamed = ["Asia/Kolkata", "Asia/Kathmandu", "Asia/Ho_Chi_Minh", "Asia/Yangon", "Europe/Kyiv", "America/Nuuk"];
const zones = () => [...new Set([...Intl.supportedValuesOf("timeZone"), ...renamed])].sort();

/** Large cities after which no zone is named. */
const cities: Readonly<Record<string, string>> = {
  "Asia/Kolkata": "Mumbai Delhi New_Delhi Bangalore Bengaluru Chennai Hyderabad Pune",
  "Asia/Shanghai": "Beijing Shenzhen Guangzhou",
  "Asia/Tokyo": "Osaka Kyoto",
  "Europe/Berlin": "Munich Hamburg Frankfurt Cologne Stuttgart",
  "Europe/London": "Manchester Birmingham Edinburgh Glasgow",
  "Europe/Zurich": "Geneva Basel Bern",
  "Europe/Rome": "Milan Naples",
  "Europe/Madrid": "Barcelona Valencia",
  "America/New_York": "Boston Washington Miami Atlanta Philadelphia",
  "America/Chicago": "Dallas Houston Austin",
  "America/Los_Angeles": "San_Francisco Seattle San_Diego Portland",
  "America/Sao_Paulo": "Rio_de_Janeiro Brasilia",
};

function zoneOfCity(name: string): string | undefined {
  const city = name.slice(name.lastIndexOf("/") + 1);
  return Object.keys(cities).find((zone) => cities[zone]?.split(" ").includes(city));
}
