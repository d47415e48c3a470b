/** What is known to be secret, and what only the next build makes. */
export interface Known {
  readonly secrets: readonly string[];
  readonly toBeMade: readonly string[];
}

/** What stands in place of a secret. */
export type Label = (secret: string) => string;

/** The same number for the same secret: that one was exchanged shows, and nothing else of it. One numbering for both sides of a file. */
export function numbering({ toBeMade }: Known): Label {
  const labels = new Map<string, string>();
  return (secret) => {
    if (toBeMade.some((text) => secret.includes(text))) return "MADE-BY-BUILD";
    const kind = secret.startsWith("-----BEGIN CERTIFICATE-----") ? "CERTIFICATE" : "SECRET";
    const label = labels.get(secret) ?? `${kind}-${labels.size + 1}`;
    labels.set(secret, label);
    return label;
  };
}
