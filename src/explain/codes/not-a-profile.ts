import type { OtherFault } from "../explanation.ts";

export const notAProfile: OtherFault = {
  meaning:
    "The file is the trust bundle of a cluster where a profile, or something that goes onto cards, is expected: it was named by `--profile`, in `include`, or as a manifest. Or it is a file of another program, such as an inventory of Ansible, user-data of cloud-init, or a configuration of netplan, K3s, k3d, Talos or Docker Compose.",
  why: "Messages show the lines of a profile, and manifests go to the control plane's card, with everything in them: all keys of the cluster would be on paper or on a card. So the file is recognised by its content, whatever it is called, and not shown; nor is a file of which nobody knows where its secrets stand.",
  remedy:
    "Name the profile: `profiles/lab.yaml`, not `profiles/lab.secrets.yaml`. A cluster finds its bundle by its name; it is never included. If a manifests folder has one in it, move it out. `edgegen init NAME` writes a profile to begin with; the message says where in it the contents of the other file go.",
};
