import type { Bundle } from "../model/bundle.ts";
import type { Cluster, ClusterNode } from "../model/cluster.ts";
import type { CardPlan } from "../model/plan.ts";

/** What a machine is held against: the Cluster that made it, and the card that was made of that. */
export interface Expected {
  readonly cluster: Cluster;
  readonly node: ClusterNode;
  readonly bundle: Bundle;
  readonly plan: CardPlan;
  /** What `write_files` in the card's user-data says, byte for byte. */
  readonly files: readonly ExpectedFile[];
  /** What was put at the root of the boot partition. */
  readonly seed: readonly SeedFile[];
  /** The steps as card.json lists them, in order. */
  readonly steps: readonly ExpectedStep[];
  readonly reached: Reached;
}

/**
 * How far the first boot has come: to its end, or on a closed network to a step that waits for what is not there; that step and
 * those behind it have no stamp.
 */
export type Reached = "ready" | { readonly waitsAt: string };

export interface ExpectedFile {
  readonly path: string;
  /** Octal, four digits. */
  readonly mode: string;
  readonly content: string;
  /** The system edits it later, rightly. */
  readonly edited: boolean;
}

export interface SeedFile {
  /** Relative to the partition's root. */
  readonly path: string;
  readonly content: string;
}

export interface ExpectedStep {
  readonly name: string;
  /** The hash in the name of its stamp. */
  readonly inputs: string;
  readonly everyBoot: boolean;
}

/** One thing that is not as the Cluster says. None of the texts may hold a secret. */
export interface Difference {
  readonly what: string;
  readonly found: string;
  readonly wanted: string;
}

/**
 * One thing that is looked at on a running node. All probes of a boot go over in one session and run one after the other, as root;
 * what a probe prints (stdout and stderr) goes to its own judge, which is a pure function.
 */
export interface Check {
  /** Kebab case, as it is printed; the name of its file. */
  readonly name: string;
  /** POSIX shell. It changes nothing on the node, and does not fail: what is missing is seen in what it prints. */
  readonly probe: (expected: Expected) => string;
  /** In its place at a card's later boots, where it need not look as far. */
  readonly probeAgain?: (expected: Expected) => string;
  /** Empty: as it should be. */
  readonly judge: (seen: string, expected: Expected) => readonly Difference[];
  /** What it prints must be the same, to the letter, at the second boot. */
  readonly steady?: true;
  /** False: there is nothing to look at on this node. */
  readonly applies?: (expected: Expected) => boolean;
}
