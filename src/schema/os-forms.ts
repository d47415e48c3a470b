import { countryCalled } from "../model/countries.ts";
import { zoneMeant } from "../model/time-zones.ts";
import type { Form } from "./form.ts";

/** A name of the tz database; whether there is such a place is for a rule to say. */
export const timezone: Form = {
  what: "a time zone",
  expected: "UTC, or an area and a city: Asia/Kolkata, Europe/Berlin",
  pattern: /^(?:UTC|(?=.{3,64}$)[A-Z][A-Za-z]+(?:\/[A-Z][A-Za-z0-9]*(?:[_+-][A-Za-z0-9]+)*){1,2})$/,
  mend: zoneMeant,
  hint: (text) => (/^[A-Z]{3,4}$|[+-]\d/.test(text) ? "abbreviations and offsets do not know summer time" : undefined),
};

export const locale: Form = {
  what: "a locale",
  expected: "language, country and UTF-8: en_IN.UTF-8, or C.UTF-8",
  pattern: /^(?:C|[a-z]{2,3}_[A-Z]{2})\.UTF-8(?:@[a-z]+)?$/,
  mend: (text) => {
    const [, language, country = ""] = /^([a-z]+)[_-]?([a-z]*)/i.exec(text) ?? [];
    if (language === undefined) return undefined;
    return /^c$/i.test(language) ? "C.UTF-8" : `${language.toLowerCase()}_${country.toUpperCase()}.UTF-8`;
  },
};

/** Debian policy, section 5.6.7. */
export const packageName: Form = {
  what: "the name of a Debian package",
  expected: "lower-case letters, digits, `+`, `-` and `.`, without a version: htop",
  pattern: /^[a-z0-9][a-z0-9+.-]{1,127}$/,
  mend: (text) =>
    text
      .trim()
      .toLowerCase()
      .replace(/\s*[=<>].*$/, ""),
};

/** What useradd accepts on Debian and Ubuntu. */
export const userName: Form = {
  what: "a user name",
  expected: "lower-case letters, digits, `_` and `-`, beginning with a letter, at most 32: edge",
  pattern: /^[a-z_][a-z0-9_-]{0,31}$/,
  mend: (text) => text.trim().toLowerCase(),
};

export const country: Form = {
  what: "a country code",
  expected: "two capital letters as in ISO 3166: IN, DE, GB",
  pattern: /^(?!UK$|EN$|EU$|00$)[A-Z]{2}$/,
  mend: (text) => (/^(?:uk|en)$/i.test(text) ? "GB" : (countryCalled(text) ?? text.trim().toUpperCase())),
};

/** 802.11 names are up to 32 bytes, not characters. */
export const ssid: Form = {
  what: "the name of a Wi-Fi network",
  expected: "1 to 32 bytes",
  accepts: (text) => text.length > 0 && new TextEncoder().encode(text).length <= 32,
};

/** WPA passphrases are 8 to 63 printable ASCII characters; 64 hexadecimal digits are the key itself (IEEE 802.11i, annex H.4). */
export const wifiPassword: Form = {
  what: "a Wi-Fi password",
  expected: "8 to 63 printable ASCII characters, or 64 hexadecimal digits",
  pattern: /^(?:[\x20-\x7e]{8,63}|[0-9a-fA-F]{64})$/,
};

/** `auto` looks for a partition labelled edge-swap. Labels as mkswap writes them: up to 16 bytes. */
export const swapDevice: Form = {
  what: "a place for swap",
  expected: "auto, sd, none, LABEL=name or UUID=number",
  pattern: /^(?:auto|sd|none|LABEL=[A-Za-z0-9][A-Za-z0-9_.-]{0,15}|UUID=[0-9a-fA-F][0-9a-fA-F-]{3,35})$/,
  mend: (text) =>
    text.includes("=") ? text.replace(/^[a-z]+/i, (name) => name.toUpperCase()) : text.trim().toLowerCase(),
  hint: (text) =>
    /^(?:\/dev\/|(?:sd[a-z]|nvme|mmcblk)\d|sd[a-z]$|(?:usb|ssd|hdd|disk|external)$)/i.test(text)
      ? "device names change from boot to boot: give the partition a label, and write LABEL=edge-swap"
      : undefined,
};
