import { fault } from "../../model/fault.ts";
import { looksRandom } from "../../model/secret-text.ts";
import { isKnown, isWritten, nodesWith, type Rule, spanOf } from "../rule.ts";

/** A name that could be one, but that looks like a key; should it be one, it would be shown at every prompt and in every log. */
export const nameLikeSecret: Rule = (cluster) => {
  const path = ["cluster"] as const;
  const isMeant = looksRandom(cluster.name) && isKnown(cluster, path) && isWritten(cluster, ...path);
  return [
    ...(isMeant ? [report("the cluster's name", spanOf(cluster, ...path))] : []),
    ...nodesWith(cluster, "name")
      .filter(({ node }) => looksRandom(node.name))
      .map(({ index }) => report("the name of this node", spanOf(cluster, "nodes", index, "name"))),
  ];
};

function report(whose: string, span: ReturnType<typeof spanOf>) {
  const notes = ["the name is on every prompt, in every log and in certificates"];
  return fault("name-like-secret", `${whose} looks like a key or a token`, { span, notes, secret: true });
}
