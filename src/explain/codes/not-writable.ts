import type { OtherFault } from "../explanation.ts";

export const notWritable: OtherFault = {
  meaning:
    "The machine refuses to write at this place: no permission, a read-only file system, a file where a folder is needed, a link that leads nowhere, a folder that is the root of a mounted disk, or an empty `--out`.",
  why: "What was there before is untouched: a build writes beside the old tree and swaps the two at its end.",
  remedy:
    "`ls -ld PATH` shows whose it is. Choose another place by `--out DIR`; for a disk of its own, a folder on that disk.",
};
