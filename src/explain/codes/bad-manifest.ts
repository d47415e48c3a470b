import type { ProfileFault } from "../explanation.ts";

export const badManifest: ProfileFault = {
  meaning:
    "A file of `k3s.manifests` holds no object that Kubernetes takes, or its name cannot be that of a K3s add-on: K3s takes it up to its first dot, which must be a DNS label, one that no other file of yours and none of K3s's own (`coredns`, `traefik`, ...) has.",
  why: "K3s does not deploy a manifest whose name it cannot make an object of, nor one in which a document has no `kind`, and says so only in its log on the control plane. Two files with one name replace each other's resources at every start.",
  wrong: `k3s: {manifests: [manifests/My_App.yaml]}
`,
  right: `k3s: {manifests: [manifests/my-app.yaml]}
`,
  files: {
    "manifests/My_App.yaml": `apiVersion: v1
kind: Namespace
metadata: {name: my-app}
`,
    "manifests/my-app.yaml": `apiVersion: v1
kind: Namespace
metadata: {name: my-app}
`,
  },
};
