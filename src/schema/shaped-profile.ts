import type { MapTree } from "../model/tree.ts";
import type { Profile } from "./profile.ts";

/** A profile of the right shape: its values typed, their places in a tree of the same structure. */
export interface ShapedProfile {
  readonly values: Profile;
  /** What was refused is gone from it. */
  readonly tree: MapTree;
  /** The keys whose values were refused or are missing, by `refusedKey`. */
  readonly refused: ReadonlySet<string>;
  /** Something is missing from it, refused or unread: what is absent may have been there. */
  readonly partial: boolean;
}
