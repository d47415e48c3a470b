import type { ProfileFault } from "../explanation.ts";

export const badVersion: ProfileFault = {
  meaning:
    "A version is not that of one release: K3s's are called `vX.Y.Z+k3sN`, Rancher's `vX.Y.Z`. Channels (`stable`, `latest`, `v1.34`) are none.",
  why: "A card that is made next year, for a dead node, must be the same as the one of today; a channel would bring a kubelet that is newer than its API server. The version is also part of the download's address: without its `v` or its `+k3s1` there is nothing to be found there.",
  wrong: `k3s: {version: stable}
`,
  right: `k3s: {version: v1.34.8+k3s1}
`,
};
