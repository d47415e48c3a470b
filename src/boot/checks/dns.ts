import type { Check } from "../check.ts";
import { compareList } from "../difference.ts";
import { setInterface } from "../interface.ts";
import { askManager, judgeManager } from "../manager.ts";
import { valuesOf } from "../seen.ts";

const stub = "127.0.0.53";

/**
 * The nameservers in their order. Where systemd-resolved answers behind its stub (Ubuntu; not on Raspberry Pi OS) it is asked what it
 * asks for the node's link; everywhere else resolv.conf is what programs read.
 */
export const dns: Check = {
  name: "dns",
  probe: (expected) => `${setInterface(expected.node)}
${askManager(expected, "IP4.DNS")}
awk '$1 == "nameserver" { print "file=" $2 } $1 == "search" { for (at = 2; at <= NF; at++) print "file-search=" $at }' /etc/resolv.conf
for each in $(resolvectl dns "$lan" 2>/dev/null | sed 's/^[^:]*: *//'); do echo "link=$each"; done
for each in $(resolvectl domain "$lan" 2>/dev/null | sed 's/^[^:]*: *//'); do echo "link-search=$each"; done`,
  judge: (seen, { cluster: { network } }) => {
    const file = valuesOf(seen, "file");
    const behindStub = file.length === 1 && file[0] === stub;
    const servers = behindStub ? valuesOf(seen, "link") : file;
    const search = valuesOf(seen, behindStub ? "link-search" : "file-search").filter((domain) => domain !== ".");
    return [
      ...compareList("nameservers", servers, network.nameservers),
      ...judgeManager(
        seen,
        "IPv4 nameservers",
        network.nameservers.filter((server) => !server.includes(":")),
      ),
      ...compareList("search domains", search, network.search),
    ];
  },
};
