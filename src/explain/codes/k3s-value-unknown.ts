import type { ProfileFault } from "../explanation.ts";

export const k3sValueUnknown: ProfileFault = {
  meaning: "A key of `k3s.config` for which K3s knows a few words has another one.",
  why: "K3s ends with an error at a word that it does not know, is started again five seconds later, and ends again: a node that never joins, and a log full of the same line.",
  wrong: `k3s: {config: {flannel-backend: vxlna}}
`,
  right: `k3s: {config: {flannel-backend: vxlan}}
`,
};
