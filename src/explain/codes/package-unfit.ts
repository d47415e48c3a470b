import type { ProfileFault } from "../explanation.ts";

export const packageUnfit: ProfileFault = {
  meaning: "A package is in no archive that a node asks, or does harm beside K3s: `docker-ce`, `kubeadm`, `firewalld`.",
  why: "apt installs all of the packages that it is given or none. One that it does not find keeps the others away as well, and the first boot tries again for ever. `firewalld` drops what pods send to each other.",
  wrong: `os: {packages: [htop, docker-ce]}
`,
  right: `os: {packages: [htop, docker.io]}
`,
};
