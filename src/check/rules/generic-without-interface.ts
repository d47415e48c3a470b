import { fault } from "../../model/fault.ts";
import { called, nodesWith, type Rule } from "../rule.ts";

/** What the first interface of a PC is called depends on where its card sits: `enp3s0` here, `eno1` there. */
export const genericWithoutInterface: Rule = (cluster) =>
  nodesWith(cluster, "os.image", "interface", "mac").flatMap(({ node, index }) => {
    if (node.os.image !== "generic" || node.interface !== undefined || node.mac !== undefined) return [];
    const span = cluster.origin(["nodes", index, "name"]).span;
    const notes = ["write `interface: enp3s0` or `mac: ...` at the node, as `ip link` shows them on it"];
    return [
      fault("generic-without-interface", `${called(node)} needs interface or mac: its network card has no fixed name`, {
        span,
        notes,
      }),
    ];
  });
