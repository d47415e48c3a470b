import type { Role } from "../../model/cluster.ts";
import type { Check, Expected } from "../check.ts";
import { compare } from "../difference.ts";
import { roleStarted } from "../expected.ts";
import { lines, split } from "../seen.ts";
import { words } from "../shell.ts";

const server = "/var/lib/rancher/k3s/server";
const folders: Readonly<Record<Role, readonly string[]>> = {
  "control-plane": [server, `${server}/tls`, `${server}/tls/etcd`, `${server}/manifests`],
  worker: [],
  rancher: ["/etc/edgegen/rancher"],
};

/** cloud-init makes the folders of its files 0755; the steps before K3s and Rancher start close those that hold secrets. */
export const privateFolders: Check = {
  name: "private-folders",
  probe: (expected) => `stat -c '%n=%a %U' ${words(wanted(expected))}`,
  judge: (seen, expected) => {
    const found = new Map(lines(seen).map((line) => split(line, "=")));
    return wanted(expected).flatMap((folder) => compare(`mode and owner of ${folder}`, found.get(folder), "700 root"));
  },
  applies: (expected) => roleStarted(expected) && wanted(expected).length > 0,
};

const wanted = ({ node }: Expected) => folders[node.role];
