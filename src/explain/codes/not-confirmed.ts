import type { OtherFault } from "../explanation.ts";

export const notConfirmed: OtherFault = {
  meaning: "Nobody confirmed that the device may be overwritten.",
  why: "Everything on it is replaced, and the names of disks change from one start of the computer to the next.",
  remedy: "Type the device's name when you are asked for it, or say `--yes` in a script that knows its device.",
};
