import { fault } from "../../model/fault.ts";
import { isKnown, type Rule, spanOf } from "../rule.ts";

/** RFC 6762, section 22: DNS servers are not to answer for `local`. A domain below it, `corp.local`, does exist in older company networks. */
export const searchLocal: Rule = (cluster) =>
  cluster.network.search.flatMap((domain, index) => {
    if (domain !== "local" || !isKnown(cluster, ["network", "search", index])) return [];
    const span = spanOf(cluster, "network", "search", index);
    const notes = ["leave it out, or write the domain that the router gives names in: lan, home.arpa, fritz.box"];
    return [
      fault("search-local", "names under local are asked by mDNS: a DNS server does not answer for it", {
        span,
        notes,
      }),
    ];
  });
