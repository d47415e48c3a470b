import type { ProfileFault } from "../explanation.ts";

export const timezoneUnknown: ProfileFault = {
  meaning:
    "The name has the form of a time zone, but the list of this computer does not have it. Zones are called after an area and its largest city: India's is `Asia/Kolkata`, all of it.",
  why: "cloud-init leaves the clock on UTC when it does not know the zone, so schedules run and logs are dated hours off. It is a warning, since a node's list may be newer than yours.",
  wrong: `os: {timezone: Asia/Bangalore}
`,
  right: `os: {timezone: Asia/Kolkata}
`,
};
