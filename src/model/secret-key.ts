import { editDistance } from "./edit-distance.ts";

/** What a key is called that has a secret behind it: in profiles, K3s, registries.yaml and Kubernetes' own Secret. */
const words = [
  "password",
  "passphrase",
  "passwd",
  "passcode",
  "pass",
  "kennwort",
  "secret",
  "token",
  "credential",
  "psk",
  "pwd",
];

const parts =
  /passw|passphrase|passcode|kennwort|secret|token|credential|stringdata|(?:private|access|api|join)[_-]?key|^vpn-auth$/i;

/** Keys with such a word in them behind which there is only yes or no. */
const harmless = /^(?:passwordless|nopasswd|secrets?[_-]encryption)/i;

/** Whether what stands behind a key is likely a secret, even where the key is misspelt: `passwort`, `sekret`, `agent_tokn`. */
export function looksSecret(key: string): boolean {
  const found = known.get(key) ?? isLikely(key);
  if (known.size > mostKnown) known.clear();
  known.set(key, found);
  return found;
}

/** A profile has few keys, but each many times. */
const known = new Map<string, boolean>();
const mostKnown = 10_000;

function isLikely(key: string): boolean {
  if (harmless.test(key)) return false;
  return parts.test(key) || key.split(/[^A-Za-z]+|(?<=[a-z])(?=[A-Z])/).some(isNearly);
}

/** A short word has too many neighbours to be guessed at. */
function isNearly(part: string): boolean {
  const written = part.toLowerCase();
  return words.some((word) => {
    const limit = word.length >= 8 ? 2 : word.length >= 5 ? 1 : 0;
    return editDistance(written, word, limit) <= limit;
  });
}

/** `mysql://user:password@host`: what stands between the user's name and the host, or before the host where there is no name. */
const userInfo = /:\/\/(?:[^\s"'/:@]{0,64}:)?([^\s"']{1,256})@/dg;

/** Where the passwords of URLs stand in a text. */
export function urlPasswords(text: string): readonly (readonly [number, number])[] {
  if (!text.includes("@")) return [];
  return [...text.matchAll(userInfo)].flatMap((match) => {
    const place = match.indices?.[1];
    return place ? [place] : [];
  });
}

/** A text as it may stand in a message: without the passwords of URLs. */
export function withoutUrlPasswords(text: string): string {
  return urlPasswords(text).reduceRight(
    (shown, [start, end]) => `${shown.slice(0, start)}•••${shown.slice(end)}`,
    text,
  );
}
