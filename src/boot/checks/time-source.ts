import type { Check } from "../check.ts";
import { inContainer, sayContainer } from "../container.ts";
import { compare, compareList } from "../difference.ts";
import { fields, valuesOf } from "../seen.ts";

/**
 * Whichever daemon the image has asks the profile's servers: timesyncd is asked itself, chrony prints the configuration it would run
 * with (chronyd -p), and may ask others besides. In a container neither runs, and what timesyncd would read is looked at instead.
 */
export const timeSource: Check = {
  name: "time-source",
  probe: () => `${sayContainer}
if systemctl is-active --quiet systemd-timesyncd.service; then
  echo daemon=timesyncd
  for each in $(timedatectl show-timesync --property SystemNTPServers --value); do echo "server=$each"; done
elif systemctl is-active --quiet chrony.service; then
  echo daemon=chrony
  chronyd -p | awk '$1 == "server" || $1 == "pool" { print "server=" $2 }'
else
  systemd-analyze cat-config systemd/timesyncd.conf 2>/dev/null |
    awk -F = '$1 == "NTP" { last = $2 } END { count = split(last, name, " "); for (at = 1; at <= count; at++) print "server=" name[at] }'
fi`,
  judge: (seen, { cluster: { network } }) => {
    const daemon = fields(seen).get("daemon");
    const servers = valuesOf(seen, "server");
    const counted = daemon === "chrony" ? servers.filter((server) => network.ntp.includes(server)) : servers;
    return [
      ...(daemon || inContainer(seen) ? [] : compare("time daemons that run", "", "timesyncd or chrony")),
      ...compareList(`the servers of ${daemon ?? "timesyncd"}`, counted, network.ntp),
    ];
  },
};
