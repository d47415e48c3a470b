import type { Check } from "../check.ts";
import { compare, insist } from "../difference.ts";
import { fields } from "../seen.ts";

/** K3s registers the node under the kernel's name; the file is what the next boot takes it from. */
export const hostName: Check = {
  name: "host-name",
  probe: () => `echo "kernel=$(cat /proc/sys/kernel/hostname)"
echo "file=$(cat /etc/hostname)"
echo "hosts=$(awk '$1 == "127.0.1.1"' /etc/hosts | tr -s ' \\t\\n' ' ')"`,
  judge: (seen, { node }) => {
    const found = fields(seen);
    const hosts = found.get("hosts") ?? "";
    return [
      ...compare("the kernel's host name", found.get("kernel"), node.name),
      ...compare("/etc/hostname", found.get("file"), node.name),
      ...insist(hosts.split(" ").includes(node.name), "127.0.1.1 in /etc/hosts", hosts, node.name),
    ];
  },
};
