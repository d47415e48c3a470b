import { parseAddress, parseNetwork } from "../address/ipv4.ts";

/** What a flag of K3s takes, where K3s ends at anything else: https://docs.k3s.io/cli/server. */
export interface ValueForm {
  readonly flags: readonly string[];
  readonly fits: (value: unknown) => boolean;
  readonly expected: string;
  /** What was probably meant; it counts where it fits. */
  readonly mend: (text: string) => string;
}

const words = (...lines: readonly string[]) => lines.flatMap((line) => line.split(" "));

/** With two address families there are two, with a comma between or as a list. */
const each = (value: unknown) => (Array.isArray(value) ? value : [value]).flatMap((part) => String(part).split(","));

const ipv6 = /^[0-9a-f:]*:[0-9a-f:.]+$/i;
const isAddress = (text: string) => parseAddress(text) !== undefined || ipv6.test(text);

function isNetwork(text: string): boolean {
  const [, address = "", length] = /^(.*)\/(\d{1,3})$/.exec(text) ?? [];
  return parseNetwork(text) !== undefined || (ipv6.test(address) && Number(length) <= 128);
}

/** As Kubernetes reads a range of ports: two with a hyphen, a first one and how many more, or one. */
function isPortRange(value: unknown): boolean {
  const [, first, sign, second] = /^(\d{1,5})(?:([-+])(\d{1,5}))?$/.exec(String(value)) ?? [];
  const last = sign === "+" ? Number(first) + Number(second) : Number(second ?? first);
  return first !== undefined && last >= Number(first) && last <= 65535;
}

const domain = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/;

const switches = words(
  "alsologtostderr cluster-init debug disable-agent disable-apiserver disable-apiserver-lb disable-cloud-controller",
  "disable-controller-manager disable-default-registry-endpoint disable-etcd disable-helm-controller disable-kube-proxy",
  "disable-network-policy disable-scheduler docker embedded-registry enable-pprof etcd-disable-snapshots etcd-expose-metrics etcd-s3",
  "etcd-s3-insecure etcd-s3-skip-ssl-verify etcd-snapshot-compress flannel-external-ip flannel-ipv6-masq kine-tls",
  "prefer-bundled-bin selinux supervisor-metrics",
);

export const valueForms: readonly ValueForm[] = [
  {
    flags: words("cluster-cidr service-cidr"),
    fits: (value) => each(value).every(isNetwork),
    expected: "a network with the length of its prefix: 10.43.0.0/16",
    mend: (text) => text.replace(/^(\d+\.\d+)\.0\.0(?:\/\d+)?$/, "$1.0.0/16"),
  },
  {
    flags: words("cluster-dns"),
    fits: (value) => each(value).every(isAddress),
    expected: "an address: 10.43.0.10",
    mend: (text) => text.replace(/\/\d+$/, ""),
  },
  {
    flags: words("service-node-port-range"),
    fits: isPortRange,
    expected: "two ports with a hyphen between: 30000-32767",
    mend: (text) => text.replace(/\s*(?::|-|–|\.\.|,)\s*/, "-"),
  },
  {
    flags: words("cluster-domain"),
    fits: (value) => domain.test(String(value)),
    expected: "a domain without dots around it: cluster.local",
    mend: (text) => text.toLowerCase().replace(/^\.+|\.+$/g, ""),
  },
  {
    flags: switches,
    fits: (value) => /^(?:1|0|t|f|true|false|TRUE|FALSE|True|False|T|F)$/.test(String(value)),
    expected: "true or false",
    mend: (text) =>
      /^(?:y|yes|on|enabled?)$/i.test(text) ? "true" : /^(?:n|no|off|disabled?)$/i.test(text) ? "false" : text,
  },
];
