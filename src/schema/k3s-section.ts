import * as z from "zod";
import { form, parsed } from "./form.ts";
import { host } from "./forms.ts";
import { configKey, imageName, parseReleaseUrl, parseServerUrl, path, releaseUrl, serverUrl } from "./k3s-forms.ts";
import { words } from "./words.ts";

/** The components that `k3s server --disable` knows. */
const components = ["coredns", "servicelb", "traefik", "local-storage", "metrics-server", "runtimes"] as const;

/** K3s turns the file into a command line: a map in it becomes a flag that nobody knows. */
const flagValue = z.union([z.string(), z.number(), z.boolean()]);

/** What may differ from node to node. */
function nodeK3sKeys() {
  return {
    version: z
      .string()
      .register(words, { what: "a K3s release", expected: "for example v1.34.8+k3s1" })
      .describe("The release to install. A channel such as `stable` moves, so it is none.")
      .optional(),
    config: z
      .record(form(configKey), z.union([flagValue, z.array(flagValue)]))
      .describe("Further keys of the K3s configuration, passed on as they are; not those that edgegen sets itself.")
      .optional(),
    registries: z
      .strictObject({
        mirrors: z.record(z.string(), z.unknown()).describe("Where images of a registry are pulled from.").optional(),
        configs: z
          .record(z.string(), z.unknown())
          .describe("How to log in to a registry, and whom to trust.")
          .optional(),
      })
      .describe("The content of registries.yaml, passed on; `{secret: NAME}` may stand for any value in it.")
      .optional(),
    download: z
      .strictObject({
        mirror: parsed(releaseUrl, parseReleaseUrl)
          .nullable()
          .describe(
            "Where K3s releases are downloaded from instead of https://github.com/k3s-io/k3s/releases/download.",
          )
          .optional(),
      })
      .describe("Where K3s comes from.")
      .optional(),
  };
}

export function nodeK3sSection() {
  return z.strictObject(nodeK3sKeys());
}

export function k3sSection() {
  return z.strictObject({
    ...nodeK3sKeys(),
    taint_control_plane: z
      .boolean()
      .describe("Keeps workloads off the control plane, where there is a worker to take them.")
      .optional(),
    disable: z.array(z.enum(components)).describe("Components of K3s to leave out.").optional(),
    secrets_encryption: z
      .boolean()
      .describe("Encrypts Kubernetes secrets in the datastore. Decided at the first start.")
      .optional(),
    tls_san: z.array(form(host)).describe("Further names and addresses under which the API is reached.").optional(),
    manifests: z
      .array(form(path))
      .describe("Files or folders of Kubernetes manifests that K3s deploys at its start.")
      .optional(),
  });
}

export function rancherSection() {
  return z.strictObject({
    version: z
      .string()
      .register(words, { what: "a Rancher release", expected: "for example v2.13.8" })
      .describe("The release of Rancher to run.")
      .optional(),
    server_url: parsed(serverUrl, parseServerUrl)
      .describe("Where browsers and nodes reach Rancher; by default the address of its node.")
      .optional(),
    image: form(imageName).describe("The container image, without a tag.").optional(),
  });
}
