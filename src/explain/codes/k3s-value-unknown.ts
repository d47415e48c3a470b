import type { ProfileFault } from "../explanation.ts";

export const k3sValueUnknown: ProfileFault = {
  meaning:
    "A key of `k3s.config` has a value that K3s does not know or cannot do with: another word than the few that there are, a range without its prefix, text where there is only true or false, an argument that is not NAME=VALUE, Docker where there is none, a DNS address outside the range of services.",
  why: "K3s ends with an error at such a value, is started again five seconds later, and ends again: a node that never joins, and a log full of the same line.",
  wrong: `k3s: {config: {flannel-backend: vxlna}}
`,
  right: `k3s: {config: {flannel-backend: vxlan}}
`,
};
