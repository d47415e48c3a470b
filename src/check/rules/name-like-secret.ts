import { fault } from "../../model/fault.ts";
import { looksPassword, looksRandom } from "../../model/secret-text.ts";
import { freeTexts } from "../free-texts.ts";
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
    ...freeTexts(cluster)
      .filter(({ path: at, text }) => at.at(-1) === "secret" && isKnown(cluster, at) && looksPassword(text))
      .map(({ path: at }) => report("the name of this secret", spanOf(cluster, ...at), ofSecret)),
  ];
};

const shown = "the name is on every prompt, in every log and in certificates";
const ofSecret =
  "here stands a name of your choice, such as wifi; `edgegen secrets set NAME --profile NAME` asks for the secret itself";

function report(whose: string, span: ReturnType<typeof spanOf>, note = shown) {
  return fault("name-like-secret", `${whose} looks like a key or a token`, { span, notes: [note], secret: true });
}
