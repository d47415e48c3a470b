import type { OtherFault } from "../explanation.ts";

export const certificateOutdated: OtherFault = {
  meaning:
    "Rancher's certificate in the bundle is not valid for a name or an address under which the profile now has it: `rancher.server_url`, or the name or address of its node, has changed.",
  why: "Agents check the certificate strictly. Met under a name that is not in it, Rancher is refused by every one of them, and the cluster shows as unavailable. A build never replaces what is in the bundle by itself.",
  remedy:
    "`edgegen secrets rotate --profile NAME --what rancher-certificate` makes a new one from the same authority, so agents that run go on trusting it; then build, and put the new card into the Rancher node. Or give the profile the old name again.",
};
