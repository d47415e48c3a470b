import { fault } from "../../model/fault.ts";
import { distinct, nodesWith, type Rule, spanOf } from "../rule.ts";

const notInArchive = (instead: string) => `it is in the archive of its maker, not of Debian or Ubuntu${instead}`;
const asksFor = (what: string) => `K3s brings its own: ${what}`;

/** Packages that a guide names and that do not do here what they do there. */
const unfit: Readonly<Record<string, string>> = {
  "docker-ce": notInArchive(": docker.io is"),
  "docker-ce-cli": notInArchive(": docker-cli or docker.io is"),
  "containerd.io": notInArchive(", and K3s brings its own containerd"),
  "docker-compose-plugin": notInArchive(": docker-compose-v2 (Ubuntu) or docker-compose (Debian) is"),
  "docker-buildx-plugin": notInArchive(": docker-buildx is"),
  k3s: "edgegen puts it on every node of the cluster by itself, as `k3s.version` says",
  helm: notInArchive(", and K3s installs charts by itself: write a HelmChart (docs.k3s.io/helm) as a manifest"),
  kubeadm: asksFor("there is nothing to set up by kubeadm"),
  kubelet: asksFor("the kubelet is part of it"),
  kubectl: asksFor("`k3s kubectl`"),
  firewalld: "it drops what pods send to each other; `firewall: lan` is the firewall of a node",
};

/** apt installs all of its packages or none: one that it does not find keeps the others away too, and the step is tried for ever. */
export const packageUnfit: Rule = (cluster) =>
  distinct(nodesWith(cluster, "os.packages"), (node) => node.os.packages).flatMap(({ node, index }) =>
    node.os.packages.flatMap((name, position) => {
      const why = Object.hasOwn(unfit, name) ? unfit[name] : undefined;
      if (why === undefined) return [];
      const span = spanOf(cluster, "nodes", index, "os", "packages", position);
      return [fault("package-unfit", `the package ${name} does not belong on a node`, { span, notes: [why] })];
    }),
  );
