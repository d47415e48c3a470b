import type { Check } from "../check.ts";
import { compare, compareList } from "../difference.ts";
import { hasSpareWire, setInterface } from "../interface.ts";
import { askManager, judgeManager } from "../manager.ts";
import { fields, jsonAmong } from "../seen.ts";

interface Route {
  readonly gateway?: string;
  readonly dev?: string;
  readonly protocol?: string;
}

/** One way out: the profile's gateway, through the node's own interface. */
export const gateway: Check = {
  name: "gateway",
  probe: (expected) => `${setInterface(expected.node)}
echo "lan=$lan"
${askManager(expected, "IP4.GATEWAY")}
ip -4 -json route show default`,
  judge: (seen, { cluster, node }) => {
    const own = fields(seen).get("lan") ?? "";
    const routes = (jsonAmong(seen) ?? []) as readonly Route[];
    const counted = hasSpareWire(node) ? routes.filter(({ dev }) => dev === own) : routes;
    const [first] = counted;
    return [
      ...compareList("default routes", counted.map(written), [`${cluster.network.gateway} dev ${own}`]),
      ...judgeManager(seen, "the gateway", [cluster.network.gateway]),
      ...(first?.protocol === "dhcp" ? compare("the default route's origin", "dhcp", "static") : []),
    ];
  },
};

const written = ({ gateway: via = "nothing", dev = "" }: Route) => `${via} dev ${dev}`;
