import type { ProfileFault } from "../explanation.ts";

export const k3sKeyUnknown: ProfileFault = {
  meaning:
    "A key of `k3s.config` is not among the flags of `k3s server` and `k3s agent` that edgegen knows. It is a warning, since K3s gets new ones.",
  why: "If it is misspelt, an agent stops at it and its node never joins, while a server ignores it and does what it always does. If it is new and right: `--allow k3s-key-unknown`.",
  wrong: `k3s: {config: {flanel-backend: host-gw}}
`,
  right: `k3s: {config: {flannel-backend: host-gw}}
`,
};
