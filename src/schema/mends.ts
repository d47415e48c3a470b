/** What was probably meant by text that is no address, network or name: guesses, which the form that asked checks. */

const withoutZeros = (text: string) => text.trim().replace(/(^|\.)0+(?=[0-9])/g, "$1");

/** netplan and others want the prefix behind every address. */
export const mendAddress = (text: string): string => withoutZeros(text).replace(/\/\d+$/, "");

/** A name or an address out of a URL, or with a port behind it. */
export function mendHost(text: string): string {
  const place = text
    .trim()
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, "")
    .replace(/[/?#].*$/, "");
  const [, inBrackets] = /^\[(.*)\](?::\d+)?$/.exec(place) ?? [];
  return inBrackets ?? withoutZeros(place.replace(/^([^:]*):\d+$/, "$1").replace(/\.$/, ""));
}

/** The network mask of older tools, in place of the length of the prefix. */
export function mendNetwork(text: string): string | undefined {
  const [, base, mask] = /^(\S+?)\s*\/\s*(\d+\.\d+\.\d+\.\d+)$/.exec(withoutZeros(text)) ?? [];
  if (base === undefined || mask === undefined) return withoutStars(withoutZeros(text));
  const bits = mask.split(".").map((octet) => Number(octet).toString(2).padStart(8, "0"));
  return /^1+0*$/.test(bits.join("")) ? `${base}/${bits.join("").replaceAll("0", "").length}` : undefined;
}

/** `10.1.40.*` and `10.1.x.x`. */
function withoutStars(text: string): string {
  const [, numbers = "", stars = ""] = /^((?:\d+\.){1,3})((?:[*x]\.){0,2}[*x])$/i.exec(text) ?? [];
  const [known, open] = [numbers.split(".").length - 1, stars.split(".").length];
  return stars !== "" && known + open === 4 ? `${numbers}${"0.".repeat(open).slice(0, -1)}/${8 * known}` : text;
}
