import type { Bundle } from "../model/bundle.ts";
import type { Cluster, ClusterNode } from "../model/cluster.ts";
import type { Lock } from "../model/lock.ts";

/** What a part of the plan is made from. Parts see the whole cluster but must not depend on other nodes without need: adding a node leaves other cards as they were. */
export interface PartInput {
  readonly cluster: Cluster;
  readonly node: ClusterNode;
  readonly bundle: Bundle;
  /** What downloads must be; without it they are held against what their own release says. */
  readonly lock?: Lock | undefined;
  /** K3s comes on the card. */
  readonly offline?: boolean | undefined;
}
