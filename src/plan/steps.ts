import type { Step } from "../model/plan.ts";

/**
 * The order of the first boot. Each entry relies on those above it: what the card wrote is checked before it is trusted, secrets
 * leave the FAT partition before the network comes up, the clock is right before TLS, sysctls stand before the kubelet looks at them,
 * nothing of K3s waits for apt, and a site without internet, where downloads are tried for ever, has its caches scrubbed all the same.
 */
export const stepOrder = [
  "verify",
  "scrub",
  "cgroup",
  "network",
  "clock",
  "kernel",
  "scrub-caches",
  "edge-pulse",
  "docker",
  "k3s-install",
  "k3s-start",
  "rancher",
  "import",
  "packages",
] as const;

/** The steps that the parts of a node contributed, in the order in which the node runs them. */
export function inOrder(steps: readonly Step[]): readonly Step[] {
  return steps.toSorted((a, b) => rank(a) - rank(b));
}

function rank(step: Step): number {
  const at = (stepOrder as readonly string[]).indexOf(step.name);
  if (at === -1) throw new Error(`step ${step.name} has no place in stepOrder`);
  return at;
}
