import type { OtherFault } from "../explanation.ts";

export const fileUnreadable: OtherFault = {
  meaning:
    "A file that edgegen has to read cannot be read: it is not there, is a folder or a device, belongs to somebody else, is larger than 64 MiB or is not UTF-8 text. That can be the profile itself, what it includes, a key, a manifest, an age identity, or a part of edgegen's own installation.",
  why: "This is a fault of the machine and not of the profile, so the exit code is 3: a script can tell the two apart. Nothing is made of half a file: whatever stands in the rest of it would be missing from the cards.",
  remedy:
    "`ls -l PATH` shows whether it is there and whose it is. A profile is named by its name in `profiles/` or by its path, and a list of those that there are stands below the message. `iconv -f latin1 -t utf-8 OLD > NEW` mends what an old editor wrote.",
};
