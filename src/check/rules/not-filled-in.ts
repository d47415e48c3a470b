import type { Cluster } from "../../model/cluster.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { fault } from "../../model/fault.ts";
import { isPlaceholder, secretNamed } from "../../model/placeholder.ts";
import { looksSecret } from "../../model/secret-key.ts";
import type { Path } from "../../model/tree.ts";
import { freeTexts } from "../free-texts.ts";
import { isKnown, type Rule, spanOf } from "../rule.ts";

/** edgegen fills in nothing. */
export const notFilledIn: Rule = (cluster) =>
  freeTexts(cluster)
    .filter(({ text }) => isPlaceholder(text))
    .flatMap(({ path, text }) => report(cluster, path, text));

function report(cluster: Cluster, path: Path, text: string): readonly Diagnostic[] {
  if (!isKnown(cluster, path)) return [];
  const span = spanOf(cluster, ...path);
  const secret = path.some((step) => typeof step === "string" && looksSecret(step));
  const name = secretNamed(text);
  const mayRefer = secret || path.includes("registries");
  const notes = [
    mayRefer
      ? "write `{secret: NAME}`, and store the value with `edgegen secrets set NAME --profile NAME`"
      : "write the value itself",
  ];
  const suggestion = mayRefer && span && name !== undefined ? { span, text: `{secret: ${name}}` } : undefined;
  const message = "edgegen fills in nothing: this text is used as it stands";
  return [fault("not-filled-in", message, { span, notes: suggestion ? [] : notes, suggestion, secret })];
}
