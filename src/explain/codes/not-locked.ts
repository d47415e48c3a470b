import type { OtherFault } from "../explanation.ts";

export const notLocked: OtherFault = {
  meaning:
    "There is no lock, and the command needs one; or the lock says nothing of a version that the profile names now.",
  why: "A card that was built with half a lock would check one download against the lock and the next against nothing but its own release. And what is not locked cannot be fetched, since nobody knows what it must be.",
  remedy:
    "`edgegen lock --profile NAME` asks who publishes it and writes `profiles/<cluster>.lock.yaml`; commit that. Without any lock `build` works as well: each node then checks K3s against the release's own checksums.",
};
