import { sha256 } from "../hash/sha256.ts";
import type { CardPlan, Content } from "../model/plan.ts";

/** Raised when rendering changes in a way that the plan does not show; then every card is a new one. */
const format = 1;

const digests = new WeakMap<ReadonlyMap<string, string>, WeakMap<Content, string>>();

/**
 * The name of a card: a hash over all that it will be. Same profile, bundle and templates give the same name; any change of what
 * lands on the node gives another, and with it another instance-id, so that cloud-init and the steps concerned run again.
 */
export function cardId(
  card: Omit<CardPlan, "id" | "instanceId" | "seedImage">,
  templates: ReadonlyMap<string, string>,
): string {
  const files = card.nodeFiles.map((file) => [file.path, file.mode, digest(file.content, templates)]);
  const { cloudConfig, networkConfig, steps, card: facts, bootTemplate } = card;
  const bootcmd = templates.get(bootTemplate) ?? "";
  return sha256(canonical({ format, files, steps, facts, cloudConfig, networkConfig, bootcmd: sha256(bootcmd) }));
}

/** A template counts by its text: editing one is a change of the card. */
function digest(content: Content, templates: ReadonlyMap<string, string>): string {
  const cache = digests.get(templates) ?? new WeakMap<Content, string>();
  digests.set(templates, cache);
  const known = cache.get(content);
  if (known !== undefined) return known;
  const text = content.kind === "template" ? (templates.get(content.template) ?? "") : "";
  const result = sha256(`${canonical(content)}\n${text}`);
  cache.set(content, result);
  return result;
}

/** JSON with sorted keys: the order in which somebody wrote a mapping is not part of what it says. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
