import { sha256 } from "../hash/sha256.ts";
import type { CardPlan, NodeFile, Templates } from "../model/plan.ts";

/** Raised when rendering changes in a way that the plan does not show; then every card is a new one. */
const format = 1;

/**
 * The name of a card: a hash over all that it will be. Same profile, bundle and templates give the same name; any change of what
 * lands on the node gives another, and with it another instance-id, so that cloud-init and the steps concerned run again.
 */
export function cardId(
  card: Omit<CardPlan, "id" | "instanceId" | "seedImage" | "payload">,
  templates: Templates,
): string {
  const files = card.nodeFiles.map((file) => fileDigest(file, templates));
  const { cloudConfig, networkConfig, steps, card: facts, bootTemplate } = card;
  const bootcmd = templates.get(bootTemplate) ?? "";
  return sha256(canonical({ format, files, steps, facts, cloudConfig, networkConfig, bootcmd }));
}

const digests = new WeakMap<Templates, WeakMap<NodeFile, string>>();

/** Files that many cards share are one object and hashed once. A template counts by its text: editing one changes the card. */
function fileDigest(file: NodeFile, templates: Templates): string {
  const cache = digests.get(templates) ?? new WeakMap<NodeFile, string>();
  digests.set(templates, cache);
  const known = cache.get(file);
  if (known !== undefined) return known;
  const { path, mode, content } = file;
  const text = content.kind === "template" ? (templates.get(content.template) ?? "") : "";
  // 128 bits: enough to name a file, and a quarter of the text to hash for each card.
  const result = sha256(canonical([path, mode, content, text])).slice(0, 32);
  cache.set(file, result);
  return result;
}

/** JSON with sorted keys: the order in which somebody wrote a mapping is not part of what it says. */
function canonical(value: unknown): string {
  return JSON.stringify(value, sorted);
}

function sorted(_key: string, value: unknown): unknown {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
  const map = value as Record<string, unknown>;
  return Object.fromEntries(
    Object.keys(map)
      .sort()
      .map((key) => [key, map[key]]),
  );
}
