import type { Io } from "../io.ts";
import type { ProfileOptions } from "../profile-verb.ts";
import { withCluster } from "../session.ts";

export function validateVerb(io: Io, options: ProfileOptions): Promise<number> {
  return withCluster(io, options, async (cluster, { profilePath }) => {
    const count = cluster.nodes.length;
    io.out(`${profilePath}: cluster ${cluster.name}, ${count} node${count === 1 ? "" : "s"}: valid\n`);
    return [];
  });
}
