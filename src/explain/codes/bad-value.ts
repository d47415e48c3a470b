import type { ProfileFault } from "../explanation.ts";

export const badValue: ProfileFault = {
  meaning:
    "The value is of the right type, but not one that its key takes: an address with 300 in it, a locale without its UTF-8, a role that there is not, a text with a line break in it. The note says what is expected.",
  why: "Most of these would be found by the node at its first boot, where nobody sees it. A time zone that does not exist leaves the clock on UTC, and one address with a slip in it leaves a node that no other can reach.",
  wrong: `os: {timezone: IST, locale: en_IN}
`,
  right: `os: {timezone: Asia/Kolkata, locale: en_IN.UTF-8}
`,
};
