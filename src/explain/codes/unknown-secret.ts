import type { OtherFault } from "../explanation.ts";

export const unknownSecret: OtherFault = {
  meaning:
    "The bundle holds no secret of that name, or what was to be stored cannot be one: no value, more than one line, more than 1 MiB, not UTF-8, or a name that edgegen uses itself.",
  why: "Secrets end up in files and units of one line each. What breaks a line there would be a second line of that file.",
  remedy:
    "`edgegen secrets show --profile NAME` lists the names. A name has lower-case letters, digits, `_` and `-`. The value is typed unseen, or comes from a pipe: `edgegen secrets set wifi --profile NAME < password.txt`.",
};
