import { didYouMean } from "./did-you-mean.ts";

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

/** What was meant by a name that is none: another case, a city alone or one after which no zone is named, a slip of the pen. */
export function zoneMeant(written: string): string | undefined {
  const name = written.trim().replaceAll(" ", "_");
  const city = name.slice(name.lastIndexOf("/") + 1).toLowerCase();
  const isCity = (text: string) => text.toLowerCase() === city;
  const all = zones();
  const same = all.find((zone) => zone.toLowerCase() === name.toLowerCase());
  if (same !== undefined) return same;
  const near = Object.keys(cities).find((zone) => cities[zone]?.split(" ").some(isCity));
  const [only, ...others] = all.filter((zone) => isCity(zone.slice(zone.lastIndexOf("/") + 1)));
  return (
    near ?? (others.length === 0 ? only : undefined) ?? (name.includes("/") ? didYouMean(name, all).word : undefined)
  );
}
