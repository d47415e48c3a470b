import { countries } from "../../model/countries.ts";
import { fault } from "../../model/fault.ts";
import { isKnown, type Rule, spanOf } from "../rule.ts";

/** What people write for a country: its language, or what it is called there. */
const meant: Readonly<Record<string, string>> = { JA: "JP", SP: "ES", DA: "DK", CS: "CZ", KO: "KR", UE: "AE" };

/** The radio keeps to what is allowed everywhere, which leaves out channels that the access point may be on. */
export const countryUnknown: Rule = (cluster) => {
  const country = cluster.network.wifi?.country ?? "";
  const path = ["network", "wifi", "country"] as const;
  if (country === "" || countries.has(country) || !isKnown(cluster, path)) return [];
  const span = spanOf(cluster, ...path);
  const word = meant[country];
  const suggestion = span && word !== undefined ? { span, text: word } : undefined;
  const notes = ["expected: the two capital letters of ISO 3166: IN, DE, GB, US"];
  return [fault("country-unknown", `no country has the code ${country}`, { span, notes, suggestion })];
};
