import * as z from "zod";
import { about, choice } from "./about.ts";
import { form, parsed } from "./form.ts";
import { host } from "./forms.ts";
import {
  configKey,
  imageName,
  parseReleaseUrl,
  parseServerUrl,
  path,
  registryAddress,
  releaseUrl,
  serverUrl,
} from "./k3s-forms.ts";
import { words } from "./words.ts";

/** The components that `k3s server --disable` knows: https://docs.k3s.io/installation/packaged-components */
const components = {
  coredns: "DNS inside the cluster. Leave it out only if you bring another.",
  servicelb: "The load balancer behind Services of type LoadBalancer.",
  traefik: "The ingress controller.",
  "local-storage": "Volumes on the node's own disk, made on demand.",
  "metrics-server": "The figures behind `kubectl top` and autoscaling.",
  runtimes: "RuntimeClass objects for further container runtimes.",
} as const;

/** K3s turns the file into a command line: a map in it becomes a flag that nobody knows. */
const flagValue = z.union([z.string(), z.number(), z.boolean()]);

/** What may differ from node to node. */
function nodeK3sKeys() {
  return {
    version: about(
      z.string().register(words, { what: "a K3s release", expected: "for example v1.34.8+k3s1" }),
      "The release to install, in full. A channel such as `stable` is another release every month, so it is none. A worker may not be newer than the control plane.",
      { examples: ["v1.34.8+k3s1"] },
    ).optional(),
    config: about(
      z.record(form(configKey), z.union([flagValue, z.array(flagValue)])),
      "Further keys of the K3s configuration, passed on as they are: flags of `k3s server` and `k3s agent` without their hyphens. A list is added to edgegen's own. What edgegen sets itself (tokens, names, addresses) is refused, and flags that only servers have do not reach the workers.",
      { examples: [{ "kubelet-arg": ["max-pods=60"] }] },
    ).optional(),
    registries: about(
      registriesSection(),
      "The content of registries.yaml, passed on: where images come from, and how to log in there. `{secret: NAME}` may stand for any value in it.",
      { examples: [{ mirrors: { "docker.io": { endpoint: ["https://registry.example.org:5000"] } } }] },
    ).optional(),
    download: about(downloadSection(), "Where the K3s binary comes from.", {
      examples: [{ mirror: "https://mirror.example.org/k3s" }],
    }).optional(),
  };
}

/** Of what is passed on, as much as K3s has to find: https://docs.k3s.io/installation/private-registry. */
function registriesSection() {
  const secret = z.strictObject({ secret: z.string() });
  const text = z.union([z.string(), secret]);
  const endpoint = z
    .array(z.union([form(registryAddress), secret]))
    .nullable()
    .optional();
  const mirror = z.strictObject({ endpoint, rewrite: z.record(z.string(), text).nullable().optional() });
  return z.strictObject({
    mirrors: about(
      z.record(z.string(), mirror.nullable()),
      'Registries, each with the addresses from which its images are pulled instead. `"*"` means all of them.',
      { examples: [{ "docker.io": { endpoint: ["https://registry.example.org:5000"] } }], otherwise: "none" },
    ).optional(),
    configs: about(
      z.record(z.string(), registryConfig(text).nullable()),
      "Hosts, each with how to log in there and whose certificate to trust.",
      {
        examples: [
          {
            "registry.example.org:5000": { auth: { username: "edge", password: { secret: "registry" } } },
          },
        ],
        otherwise: "none",
      },
    ).optional(),
  });
}

/** K3s passes over a key that it does not know, and pulls without a login. */
function registryConfig<Text extends z.ZodType>(text: Text) {
  const login = z.union([z.string(), z.strictObject({ secret: z.string() })]).register(words, { secret: true });
  const auth = z.strictObject({
    username: text.optional(),
    password: text.optional(),
    auth: login.optional(),
    identity_token: text.optional(),
  });
  const tls = z.strictObject({
    ca_file: text.optional(),
    cert_file: text.optional(),
    key_file: text.optional(),
    insecure_skip_verify: z.boolean().optional(),
  });
  return z.strictObject({ auth: auth.nullable().optional(), tls: tls.nullable().optional() });
}

function downloadSection() {
  return z.strictObject({
    mirror: about(
      parsed(releaseUrl, parseReleaseUrl).nullable(),
      "A folder of K3s releases, for a site that may not or cannot reach the original. It holds what the original holds: `<release>/k3s-arm64`, `<release>/sha256sum-arm64.txt`, with the `+` of a release written as `%2B`.",
      { examples: ["https://mirror.example.org/k3s"] },
    ).optional(),
  });
}

export function nodeK3sSection() {
  return z.strictObject(nodeK3sKeys());
}

export function k3sSection() {
  return z.strictObject({
    ...nodeK3sKeys(),
    taint_control_plane: about(
      z.boolean(),
      "Keeps workloads off the control plane, as long as there is a worker to take them.",
      { examples: [false] },
    ).optional(),
    disable: about(z.array(choice(components)), "Components of K3s to leave out. `[]` keeps them all.", {
      examples: [["traefik", "servicelb", "metrics-server"], []],
    }).optional(),
    secrets_encryption: about(
      z.boolean(),
      "Encrypts Kubernetes' Secrets in the datastore. It is decided at the first start of the cluster: changing it later needs K3s's own commands.",
      { examples: [false], otherwise: "`true` with `hardening: baseline`, else `false`" },
    ).optional(),
    tls_san: about(
      z.array(form(host)),
      "Further names and addresses under which the API is reached; its certificate is valid for them besides name and address of the control plane.",
      { examples: [["k8s.example.org"]] },
    ).optional(),
    manifests: about(
      z.array(form(path)),
      "Files or folders of Kubernetes manifests that K3s deploys at its start, for example the seed of a GitOps set-up. Paths count from this file. They stand on the control plane's card as they are, so they are no place for secrets.",
      { examples: [["manifests/"]] },
    ).optional(),
  });
}

export function rancherSection() {
  return z.strictObject({
    version: about(
      z.string().register(words, { what: "a Rancher release", expected: "for example v2.13.8" }),
      "The release of Rancher, in full. Each manages certain versions of Kubernetes only; edgegen compares it with `k3s.version`.",
      { examples: ["v2.13.8"] },
    ).optional(),
    server_url: about(
      parsed(serverUrl, parseServerUrl),
      "Where browsers and nodes reach Rancher. With a DNS name the Rancher node can get another address later.",
      { examples: ["https://rancher.example.org"], otherwise: "`https://` and the address of the Rancher node" },
    ).optional(),
    image: about(form(imageName), "The container image of Rancher, without a tag: the tag is `rancher.version`.", {
      examples: ["registry.example.org:5000/rancher/rancher"],
    }).optional(),
  });
}
