import { fault } from "../../model/fault.ts";
import { nodesWith, type Rule, spanOf } from "../rule.ts";

/** What images call a computer that nobody has given a name. */
const stock = new Set(["raspberrypi", "raspberry-pi", "ubuntu", "debian"]);

/** The next new Pi on the same network has that name too, and the router answers with the address of either. */
export const stockName: Rule = (cluster) =>
  nodesWith(cluster, "name").flatMap(({ node, index }) => {
    if (!stock.has(node.name)) return [];
    const message = `"${node.name}" is what every new card is called: two of them on one network answer to it`;
    const notes = ["give the node a name of its own"];
    return [fault("stock-name", message, { span: spanOf(cluster, "nodes", index, "name"), notes })];
  });
