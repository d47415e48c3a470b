import type { ProfileFault } from "../explanation.ts";

export const unknownKey: ProfileFault = {
  meaning:
    "The language has no such key at this place: it is misspelt, stands a level too high or too low, or concerns the whole cluster and not one node. The message offers the nearest key, or says where this one belongs, and lists what is allowed here.",
  why: "A key that nobody reads does nothing, in silence. With `timezon:` all clocks stay on UTC, with `firewal: lan` the packet filter would be a wish; cloud-init and K3s ignore much of what they do not know, so a Pi would not tell you either.",
  wrong: `os: {time_zone: Asia/Kolkata}
`,
  right: `os: {timezone: Asia/Kolkata}
`,
};
