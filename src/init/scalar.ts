/** What needs no quotes anywhere in YAML, not even between braces. */
const plain = /^[A-Za-z0-9~/][\w./+-]*$/;
/** What YAML takes for something else than text. */
const numeral = /^(?:[0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]+)?|0[xo][0-9A-Fa-f]+)$/;
const word = /^(?:~|null|true|false|yes|no|on|off|y|n)$/i;

/** Text as a value in YAML, whatever it is: it stays one value, and text. */
export const scalar = (text: string): string =>
  plain.test(text) && !numeral.test(text) && !word.test(text) ? text : JSON.stringify(text);
