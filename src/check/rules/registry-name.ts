import { fault } from "../../model/fault.ts";
import { distinct, keySpanOf, nodesWith, type Rule, runsK3s } from "../rule.ts";

/** A registry as the name of an image has it, with its port: https://docs.k3s.io/installation/private-registry. */
const name = /^(?:\*|[A-Za-z0-9.-]+(?::\d{1,5})?|\[[0-9A-Fa-f:]+\](?::\d{1,5})?)$/;

/** No image is called `https://docker.io/nginx`: what stands behind such a key is never used. */
export const registryName: Rule = (cluster) =>
  distinct(nodesWith(cluster, "role").filter(runsK3s), (node) => node.k3s.registries).flatMap(({ node, index }) =>
    ["mirrors", "configs"].flatMap((section) =>
      Object.keys(node.k3s.registries[section] ?? {}).flatMap((key) => {
        if (name.test(key)) return [];
        const span = keySpanOf(cluster, "nodes", index, "k3s", "registries", section, key);
        const mended = key.replace(/^[a-z]+:\/\//i, "").replace(/\/.*$/, "");
        const suggestion = span && mended !== key && name.test(mended) ? { span, text: mended } : undefined;
        const notes = [
          "expected: a host, perhaps with a port, as it begins the name of an image: docker.io, registry.lan:5000",
        ];
        const message = `${JSON.stringify(key)} is not the name of a registry, so no image is looked for there`;
        return [fault("registry-name", message, { span, notes, suggestion })];
      }),
    ),
  );
