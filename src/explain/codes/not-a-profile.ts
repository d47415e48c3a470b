import type { OtherFault } from "../explanation.ts";

export const notAProfile: OtherFault = {
  meaning:
    "The file is the trust bundle of a cluster where a profile, or something that goes onto cards, is expected: it was named by `--profile`, in `include`, or as a manifest.",
  why: "Messages show the lines of a profile, and manifests go to the control plane's card, with everything in them: all keys of the cluster would be on paper or on a card. So the file is recognised by its content, whatever it is called, and not shown.",
  remedy:
    "Name the profile: `profiles/lab.yaml`, not `profiles/lab.secrets.yaml`. A cluster finds its bundle by its name; it is never included. If a manifests folder has one in it, move it out.",
};
