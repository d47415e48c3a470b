import type { OtherFault } from "../explanation.ts";

export const payloadLeftOut: OtherFault = {
  meaning:
    "A card with K3s on it (`build --offline`) has no room for K3s's container images as well. The node will pull them at its first boot.",
  why: "A card's boot partition has 512 MiB and holds the kernels too. Without its images K3s starts, and then waits for a registry: the site is not offline yet.",
  remedy:
    "Raspberry Pi OS has more room than Ubuntu. Or name a registry that the site has under `k3s.registries`. If the nodes may pull: `--allow payload-left-out`.",
};
