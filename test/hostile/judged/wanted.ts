import { parseSize } from "../../../src/model/size.ts";
import type { Path } from "../../../src/model/tree.ts";
import { withoutLayer } from "../fields.ts";

/** What must be on a card, as its reader sees it: text, or a number. `on`: on each of these cards, else on any. */
export interface Wanted {
  readonly value: string | number;
  readonly on?: readonly string[];
}

type Arrival = (text: string) => readonly Wanted[];

const as =
  (make: (text: string) => string | number): Arrival =>
  (text) => [{ value: make(text) }];
const nowhere: Arrival = () => [];

/** What reaches a card in another form than it was written in, or not at all. Everything else arrives as exactly the text that it is. */
const changed: ReadonlyMap<string, Arrival> = new Map([
  // Names of files on the operator's computer; what is in them arrives.
  ["include/0", nowhere],
  ["k3s/manifests/0", nowhere],
  ["access/ssh_authorized_keys/0/file", nowhere],
  // The name under which a secret is stored; the secret arrives.
  ["network/wifi/password/secret", nowhere],
  // OpenSSH and edgegen take no notice of spaces around a key.
  ["access/ssh_authorized_keys/0", as((text) => text.trim())],
  ["memory", as((text) => parseSize(text) ?? -1)],
  ["edge_pulse/swap/size", as((text) => parseSize(text) ?? -1)],
  ["mac", as((text) => text.toLowerCase().replaceAll("-", ":"))],
  ["firewall_open/0", as((text) => text.replace(/^.*\//, ""))],
  ["labels/any", as((text) => `any=${text}`)],
  ["key labels/any", as((text) => `${text}=x`)],
  ["k3s/download/mirror", as((text) => text.replace(/\/+$/, ""))],
  ["rancher/server_url", as((text) => new URL(text).origin)],
  ["rancher/version", as((text) => `rancher/rancher:${text}`)],
  ["rancher/image", as((text) => `${text}:v2.13.8`)],
  // Through netplan, and as bytes in a keyfile of NetworkManager.
  ["network/wifi/ssid", (text) => [{ value: text, on: ["radio", "radio-keyfile"] }]],
  ["network/wifi/password", (text) => [{ value: text, on: ["radio", "radio-keyfile"] }]],
]);

/** Rancher's node has no kubelet and no K3s of edgegen's; a warning says so. */
const notOnRancher = /^roles\/rancher\/(?:labels|taints|k3s)/;
/** The name under which a secret is stored, in what is passed on. */
const reference = /^k3s\/registries\/.*\/secret$/;

export function wantedOf(path: Path, how: "value" | "key", text: string): readonly Wanted[] {
  if (notOnRancher.test(path.join("/"))) return [];
  const key = withoutLayer(path).join("/");
  if (reference.test(key)) return [];
  const arrival = changed.get(how === "key" ? `key ${key}` : key) ?? as((same) => same);
  return arrival(text);
}
