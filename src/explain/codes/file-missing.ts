import type { ProfileFault } from "../explanation.ts";

export const fileMissing: ProfileFault = {
  meaning:
    "A file that the profile names is not there: a public key or a manifest. A folder named in `k3s.manifests` needs a `.yaml`, `.yml` or `.json` file in it. The path counts from the file that it is written in; `~/` is your home.",
  why: "Password login is off. Cards without the key that you meant would be nodes that you cannot log in to, and a cluster without its manifests comes up empty.",
  wrong: `access:
  ssh_authorized_keys: [{file: operator.pub}]
`,
  right: `access:
  ssh_authorized_keys: [{file: keys/operator.pub}]
`,
  files: {
    "keys/operator.pub": `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIrytMKvfphN5wFy+557s7J6ZAge0RzpxiCIjW/mas8b operator
`,
  },
};
