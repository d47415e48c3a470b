import { fault } from "../../model/fault.ts";
import { isKnown, type Rule, spanOf } from "../rule.ts";

/** ISO 3166-1 alpha-2, as assigned. */
const assigned = new Set(
  [
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH",
    "CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN",
    "GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI",
    "LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM",
    "PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD",
    "TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW",
  ].flatMap((line) => line.split(" ")),
);

/** What people write for a country: its language, or what it is called there. */
const meant: Readonly<Record<string, string>> = { JA: "JP", SP: "ES", DA: "DK", CS: "CZ", KO: "KR", UE: "AE" };

/** The radio keeps to what is allowed everywhere, which leaves out channels that the access point may be on. */
export const countryUnknown: Rule = (cluster) => {
  const country = cluster.network.wifi?.country ?? "";
  const path = ["network", "wifi", "country"] as const;
  if (country === "" || assigned.has(country) || !isKnown(cluster, path)) return [];
  const span = spanOf(cluster, ...path);
  const word = meant[country];
  const suggestion = span && word !== undefined ? { span, text: word } : undefined;
  const notes = ["expected: the two capital letters of ISO 3166: IN, DE, GB, US"];
  return [fault("country-unknown", `no country has the code ${country}`, { span, notes, suggestion })];
};
