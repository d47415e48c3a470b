/** What is in a text that cannot stand on one line of a file that somebody else reads; undefined where it can. */
export function unprintable(text: string): string | undefined {
  const match = /[\p{Cc}\u2028\u2029\ufeff\ufffe\uffff]|\p{Cs}/u.exec(text);
  if (!match) return undefined;
  if (match[0] === "\n") return "a line break";
  const code = (match[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return match[0] === "\t" ? "a tab" : `the character U+${code}`;
}
