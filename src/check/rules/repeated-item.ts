import type { Cluster } from "../../model/cluster.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { fault } from "../../model/fault.ts";
import type { Path } from "../../model/tree.ts";
import { distinct, isKnown, nodesWith, noteAt, type Rule, spanOf } from "../rule.ts";

/** Twice the same server is one server: the second was to be there for the day that the first is not. */
export const repeatedItem: Rule = (cluster) => [
  ...lists(cluster).flatMap(([path, items]) => repeats(cluster, path, items)),
  ...distinct(nodesWith(cluster, "os.packages"), (node) => node.os.packages).flatMap(({ node, index }) =>
    repeats(cluster, ["nodes", index, "os", "packages"], node.os.packages),
  ),
];

function lists({ network, k3s, access, firewallOpen }: Cluster): readonly (readonly [Path, readonly string[]])[] {
  return [
    [["network", "nameservers"], network.nameservers],
    [["network", "search"], network.search],
    [["network", "ntp"], network.ntp],
    [["k3s", "tls_san"], k3s.tlsSan],
    [["access", "ssh_authorized_keys"], access.sshAuthorizedKeys],
    [["firewall_open"], firewallOpen.map(({ protocol, port }) => `${protocol}/${port}`)],
  ];
}

function repeats(cluster: Cluster, path: Path, items: readonly string[]): readonly Diagnostic[] {
  if (new Set(items).size === items.length) return [];
  return items.flatMap((item, index) => {
    const first = items.indexOf(item);
    const span = spanOf(cluster, ...path, index);
    const firstSpan = spanOf(cluster, ...path, first);
    // Of two keys from one file there is only one place, and it is not the file's fault.
    if (first === index || !isKnown(cluster, [...path, index]) || noteAt("", firstSpan, span).length === 0) return [];
    const what = path.at(-1) === "ssh_authorized_keys" ? "this key" : item;
    return [
      fault("repeated-item", `${what} stands in ${path.at(-1)} twice`, {
        span,
        notes: noteAt("first used here", firstSpan, span),
      }),
    ];
  });
}
