import type { ProfileFault } from "../explanation.ts";

export const registryName: ProfileFault = {
  meaning:
    "A key of `mirrors` or `configs` in `k3s.registries` is no registry as the names of images have it: it has a scheme before it or a path behind it. Or a login is for another port than the address has from which the images come.",
  why: "K3s compares it with the beginning of an image's name. No image is called `https://docker.io/...`, so the mirror is never asked and the nodes pull from the internet, or not at all.",
  wrong: `k3s:
  registries:
    mirrors: {"https://docker.io": {endpoint: ["https://registry.lan:5000"]}}
`,
  right: `k3s:
  registries:
    mirrors: {docker.io: {endpoint: ["https://registry.lan:5000"]}}
`,
};
