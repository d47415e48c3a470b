import { Scalar, type ScalarTag } from "yaml";
import { stringifyString } from "yaml/util";

/**
 * How text and numbers are written so that YAML 1.1 and 1.2 readers agree on them. PyYAML reads by the 1.1 type repository
 * (yaml.org/type), where `yes`, `010`, `1:30`, `2001-01-01`, `<<` and `=` are not text.
 */
export const textTag: ScalarTag = {
  tag: "tag:yaml.org,2002:str",
  default: true,
  identify: (value) => typeof value === "string",
  resolve: (text) => text,
  stringify: (item, ctx, onComment, onChompKeep) =>
    item.type === Scalar.BLOCK_LITERAL
      ? stringifyString(item, ctx, onComment, onChompKeep)
      : inline(item.value as string),
};

export const numberTag: ScalarTag = {
  tag: "tag:yaml.org,2002:float",
  default: true,
  identify: (value) => typeof value === "number",
  resolve: Number,
  stringify: (item) => numeral(item.value as number),
};

export const truthTag: ScalarTag = {
  tag: "tag:yaml.org,2002:bool",
  default: true,
  identify: (value) => typeof value === "boolean",
  resolve: (text) => text === "true",
  stringify: (item) => String(item.value),
};

export const nullTag: ScalarTag = {
  tag: "tag:yaml.org,2002:null",
  default: true,
  identify: (value) => value === null,
  resolve: () => null,
  stringify: () => "null",
};

/** What every reader takes for one line of text as it stands; anything that starts like a number or an indicator is not. */
const plain = /^[A-Za-z_/](?:[\x21-\x7e]| (?!#|$))*$/;
const colon = /:(?: |$)/;
/** An exponent alone is a number to some readers of 1.1. */
const word = /^(?:y|yes|n|no|on|off|true|false|null|e[-+]?[\d_]+)$/i;
const singleQuotable = /^[\x20-\x26\x28-\x7e]*["\\][\x20-\x26\x28-\x7e]*$/;

function inline(text: string): string {
  if (plain.test(text) && !colon.test(text) && !word.test(text)) return text;
  return singleQuotable.test(text) ? `'${text}'` : doubleQuoted(text);
}

/** JSON's form is YAML's too, but JSON leaves some characters bare that YAML 1.1 takes for line breaks or refuses. */
function doubleQuoted(text: string): string {
  return JSON.stringify(text).replace(/[\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff]/g, escaped);
}

const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** Break characters of either version, and what may not stand in a stream unescaped (YAML 1.1, 5.1); newline and tab may. */
const unprintable = /[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u;

/** Text of several lines that a literal block gives back exactly. Blank last lines are where readers and indentation meet: quoted. */
export function fitsBlock(text: string): boolean {
  return text.includes("\n") && /\S/.test(text) && !/\n[\t ]+$/.test(text) && !unprintable.test(text);
}

/** YAML 1.1 knows a number with an exponent only by its dot and the exponent's sign: `1e+21` would be text. */
function numeral(value: number): string {
  if (Number.isNaN(value)) return ".nan";
  if (!Number.isFinite(value)) return value < 0 ? "-.inf" : ".inf";
  if (Object.is(value, -0)) return "-0.0";
  return String(value).replace(/^(-?\d+)e/, "$1.0e");
}
