import type { ProfileFault } from "../explanation.ts";

export const k3sVersionUnknown: ProfileFault = {
  meaning:
    "The release of K3s is older or newer than those that edgegen knows. With a Rancher node the range that Rancher manages is looked at instead.",
  why: "Guides name the release of their day. K3s from before 2025 gets no updates, and the oldest ones do not start on the images of today, which have control groups of version 2 only. A release that is newer than the table may be fine: then allow the warning.",
  wrong: `k3s: {version: v1.21.5+k3s2}
`,
  right: `k3s: {version: v1.34.8+k3s1}
`,
};
