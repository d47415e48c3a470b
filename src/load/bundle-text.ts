/** Keys at the top of a trust bundle that no profile has. */
const marks = [
  "created",
  "recipients",
  "root",
  "intermediate",
  "operator",
  "break_glass",
  "operator_ssh",
  "user_secrets",
];

/** Fewer may stand in a profile by mistake. */
const enough = 3;

/**
 * Whether a text is the trust bundle of a cluster, under whatever name, whole or not, sealed or not. It goes by the lines and not by
 * the YAML: of a bundle that is no YAML any more nothing may be shown either.
 */
export function isBundle(text: string): boolean {
  if (/^\s*(?:-----BEGIN AGE ENCRYPTED FILE-----|age-encryption\.org\/v1\b)/.test(text)) return true;
  const keys = new Set([...text.matchAll(/^[ \t{]{0,8}["']?([a-z_]{1,20})["']?[ \t]*:/gm)].map(([, key]) => key));
  return marks.filter((mark) => keys.has(mark)).length >= enough;
}
