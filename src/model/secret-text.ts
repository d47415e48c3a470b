/** What is a secret by its own looks, wherever it stands. */
const forms: readonly (readonly [what: string, pattern: string])[] = [
  // https://docs.k3s.io/cli/token
  ["a token of K3s", "K10[0-9a-f]{64}::[^\\s\"',}\\]]+"],
  ["a key of age", "AGE-SECRET-KEY-(?:PQ-)?1[0-9A-Za-z]{20,}"],
  ["a token of Rancher", "\\b(?:token|kubeconfig)-[a-z0-9-]{5,63}:[a-z0-9]{54}\\b"],
  ["a token of GitHub", "\\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{22,})"],
  ["a token of GitLab", "\\bglpat-[A-Za-z0-9_-]{20,}"],
  ["a web token", "(?<![\\w-])eyJ[A-Za-z0-9_-]{10,2000}\\.eyJ[A-Za-z0-9_-]{10,2000}\\.[A-Za-z0-9_-]{10,}"],
];

/** No secret where it belongs, but no name either. */
const keys: readonly (readonly [what: string, pattern: RegExp])[] = [
  ["a private key", /-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY-----|^PuTTY-User-Key-File/],
  ["a PEM block", /-----BEGIN [A-Z0-9 ]{1,30}-----/],
  ["an SSH key", /^\s*(?:ssh-(?:ed25519|rsa|dss)|ecdsa-sha2-nistp\d{3}|sk-\S{5,40}@openssh\.com)\s+AAAA/],
];

const anyForm = new RegExp(forms.map(([, pattern]) => pattern).join("|"));
const allForms = new RegExp(`${anyForm.source}|\\b[0-9a-f]{48,}\\b`, "g");

/** What a text holds that must not be shown, or that is a key by its first line; undefined for anything else. */
export function secretText(text: string): string | undefined {
  if (text.length < 20) return undefined;
  if (anyForm.test(text)) return forms.find(([, pattern]) => new RegExp(pattern).test(text))?.[0];
  return keys.find(([, pattern]) => pattern.test(text))?.[0];
}

/** Where such texts stand in a longer one, and digits so many that they are a key. */
export function secretTexts(text: string): readonly (readonly [number, number])[] {
  return [...text.matchAll(allForms)].map(({ index, 0: { length } }) => [index, index + length]);
}

/** Digits and letters that nobody thinks of: 32 or more of a hexadecimal number, or 40 of base64 in which all kinds are mixed. */
export function looksRandom(text: string): boolean {
  if (/^[0-9a-f]{32,}$/i.test(text)) return /[0-9]/.test(text) && /[a-f]/i.test(text);
  if (!/^[A-Za-z0-9+/_-]{40,}={0,2}$/.test(text)) return false;
  const changes = text.match(/[a-z][A-Z0-9]|[A-Z][a-z0-9]|[0-9][A-Za-z]/g)?.length ?? 0;
  return /[a-z]/.test(text) && /[0-9]/.test(text) && changes > text.length / 5;
}

/** `hunter2hunter2`: what passwords are made of, and names are not. */
export const looksPassword = (text: string) => looksRandom(text) || /^(?=(?:[a-z]+\d+){2})[a-z\d]{10,}$/.test(text);
