import type { Form } from "./form.ts";
import { host } from "./forms.ts";

/** A reference without tag or digest, of at most 255 characters; the tag is rancher.version. */
export const imageName: Form = {
  what: "the name of a container image",
  expected: "without a tag: rancher/rancher, registry.example.org:5000/rancher/rancher",
  pattern:
    /^(?=.{1,255}$)(?:[a-z0-9]+(?:[.-][a-z0-9]+)*(?::[0-9]{1,5})?\/)?[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*$/,
  mend: (text) => text.replace(/(?::[\w.-]+)?(?:@sha256:[0-9a-f]+)?$/, ""),
  hint: (text) => (/:[\w.-]+$/.test(text) ? "the tag is what rancher.version says" : undefined),
};

const label = "[A-Za-z0-9](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?";
const octet = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
const port = "(?:6553[0-5]|655[0-2][0-9]|65[0-4][0-9]{2}|6[0-4][0-9]{3}|[1-5][0-9]{4}|[1-9][0-9]{0,3})";

/** K3s takes https where no scheme stands. Of a login in it a rule speaks. */
export const registryAddress: Form = {
  what: "the address of a registry",
  expected: "http or https, a host, and perhaps a port: https://registry.lan:5000",
  pattern: new RegExp(
    `^(?:https?://)?(?:[^\\s/@]+@)?(?:${octet}(?:\\.${octet}){3}|(?:${label}\\.)*(?![0-9]+(?:[:/]|$))${label}|\\[[0-9A-Fa-f:.]+\\])(?::${port})?(?:/(?!/)\\S*)?$`,
  ),
  mend: (text) => text.replace(/\s+/g, "").replace(/^h[a-z]*?(s?):\/*/i, (_, s) => `http${s.toLowerCase()}://`),
};

/** Only characters that no shell, unit or YAML reader takes for anything else. */
export const releaseUrl: Omit<Form, "accepts"> = {
  what: "the URL of a mirror",
  expected: "http or https, without user, query or fragment: https://mirror.example.org/k3s",
  pattern:
    /^(?=.{1,512}$)https?:\/\/(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?(?:\/[A-Za-z0-9:/._~+%[\]-]*)?$/,
};

/** Without its trailing slashes; undefined for what cannot be a folder of releases. */
export function parseReleaseUrl(text: string): string | undefined {
  return URL.canParse(text) ? text.replace(/\/+$/, "") : undefined;
}

const hostIn = (text: string) =>
  text
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, "")
    .replace(/\/.*$/, "");
const underLocal = /\.local(?:[:/]|\s*$)/i;

export const serverUrl: Omit<Form, "accepts"> = {
  what: "the URL of Rancher",
  expected: "https, a host name or an address, and nothing behind: https://10.1.40.21",
  pattern: /^https:\/\/[a-z0-9.-]{1,253}(?::[1-9][0-9]{0,4})?\/?$/,
  mend: (text) => (underLocal.test(text) ? undefined : `https://${hostIn(text)}`),
  hint: (text) =>
    underLocal.test(text)
      ? "names under .local are known by mDNS only, which pods do not ask: take an address, or a name from a DNS server"
      : undefined,
};

/** `https://host` or `https://host:port`, as Rancher's own setting wants it. */
export function parseServerUrl(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { origin, hostname, port } = new URL(text);
  const isReached = host.pattern?.test(hostname) && port !== "0";
  return isReached && origin === text.replace(/(?::443)?\/?$/, "") ? origin : undefined;
}

/** The long form of a flag, without its hyphens; `key+` adds to a list. */
export const configKey: Form = {
  what: "a key of the K3s configuration",
  expected: "a flag of `k3s server` or `k3s agent` without its hyphens: kubelet-arg, flannel-backend",
  pattern: /^[a-z][a-z0-9-]{0,63}\+?$/,
  mend: (text) => text.replace(/^-+/, "").replaceAll("_", "-").toLowerCase(),
};

export const path: Form = {
  what: "a path",
  expected: "a file or a folder, counted from the file that names it: manifests/app.yaml",
  pattern: /^\S(?:[\s\S]*\S)?$/,
};
