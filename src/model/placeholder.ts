/** What a template engine, a shell or the reader of a guide was to fill in: the whole of a text, as few passwords and names are. */
const others = [/^\$\{[A-Za-z_]\w*(?::?[-?=+][^{}]*)?\}$/, /^\$[A-Z][A-Z0-9]*_[A-Z0-9_]+$/, /^%[A-Z][A-Z0-9_]{2,}%$/];
const named = /^\$(?:SSID|PSK|PASS(?:WORD|PHRASE)?|SECRET|TOKEN|USER(?:NAME)?)$/;
const inAngles = /^<[A-Za-z][\w -]{0,40}>$/;
const braces = /\{\{[^{}]{1,80}\}\}/;
const tag = /^!(?:secret|env|env_var|vault)(?:\s|$)/i;

/** Whether a text waits for something that edgegen does not do: it fills in nothing. */
export function isPlaceholder(text: string): boolean {
  return [...others, named, inAngles, braces, tag].some((form) => form.test(text));
}

/** `!secret wifi`, as Home Assistant writes what is here `{secret: wifi}`. */
export const secretNamed = (text: string): string | undefined =>
  /^!secret\s+([a-z0-9](?:[a-z0-9_-]{0,62}[a-z0-9])?)$/.exec(text)?.[1];
