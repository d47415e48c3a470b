import { didYouMean, type Guess } from "../model/did-you-mean.ts";
import { boardMeant } from "./board-meant.ts";

/** How computers are called by what they do. */
const roles = {
  "control-plane": words(
    "master server controlplane controller control cp primary leader main initializer head manager",
  ),
  worker: words("agent node slave minion compute follower"),
  rancher: words("rancherserver management mgmt manager"),
};

/** What other tools call the values of the language, by the key that they stand behind. A known synonym says more than likeness. */
const values: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  role: roles,
  image: {
    "raspios-trixie": words("raspios raspbian raspberrypios raspioslite trixie debian13 raspiostrixielite"),
    "ubuntu-24.04": words("noble ubuntunoble ubuntu2404lts"),
    "ubuntu-26.04": words("resolute ubunturesolute ubuntu2604lts"),
    generic: words("cloud genericcloud nocloud any other"),
  },
  upgrade: { full: words("all always distupgrade fullupgrade"), security: words("unattended unattendedupgrades auto") },
  hardening: { baseline: words("on yes true cis default") },
  firewall: { lan: words("on yes true enabled default nftables ufw") },
  listen: { node: words("lan all any public 0000"), localhost: words("local loopback 127001") },
  disable: {
    servicelb: words("klipper klipperlb svclb loadbalancer"),
    "local-storage": words("localpath localpathprovisioner"),
    traefik: words("ingress"),
  },
};

/** What other tools call the keys. */
const keys: Readonly<Record<string, readonly string[]>> = {
  // In `roles`, where others have a plural too.
  "control-plane": [...roles["control-plane"], ...words("masters servers controlplanes controllers")],
  worker: [...roles.worker, ...words("workers agents nodes")],
  address: words("ip ipaddress ipaddr ipv4 ipv4address nodeip hostip staticip internalip privateip ansiblehost"),
  name: words("hostname host nodename containername"),
  cluster: words("name clustername"),
  nodes: words("hosts machines members"),
  role: words("type kind"),
  memory: words("ram mem memorysize"),
  board: words("model hardware device machine"),
  interface: words("nic iface eth link flanneliface"),
  labels: words("nodelabels"),
  taints: words("nodetaints"),
  nameservers: words("dns dnsservers resolvers nameserver"),
  gateway: words("gw router defaultgateway gateway4"),
  subnet: words("cidr netmask network prefix"),
  search: words("domain domains searchdomain searchdomains dnssearch"),
  ntp: words("timeserver timeservers ntpserver ntpservers time"),
  wifi: words("wlan wireless"),
  ssid: words("essid"),
  username: words("user login"),
  ca_file: words("ca cacert cafile cacertfile"),
  cert_file: words("cert crt clientcert"),
  key_file: words("clientkey"),
  insecure_skip_verify: words("insecure skipverify insecureskiptlsverify skiptlsverify"),
  password: words("psk passphrase pass passwd key wpakey presharedkey"),
  country: words("countrycode regdomain regulatorydomain"),
  timezone: words("tz"),
  locale: words("lang language"),
  packages: words("pkgs apt"),
  image: words("distro release"),
  user: words("username users login account ansibleuser sshuser remoteuser"),
  ssh_authorized_keys: words("sshkeys sshkey authorizedkeys publickeys keys"),
  passwordless_sudo: words("sudo nopasswd"),
  firewall_open: words("openports firewallports ports"),
  tls_san: words("tlssans sans san"),
  server_url: words("url hostname host"),
  manifests: words("manifest"),
  version: words("tag release k3sversion rancherversion"),
  size: words("swapsize"),
  listen: words("bind"),
};

function words(text: string): readonly string[] {
  return text.split(" ");
}

const squeezed = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, "");

/** What was meant by a value: one that differs only in signs and case, a synonym, or else one that looks alike. */
export function valueMeant(key: string, written: string, choices: readonly string[]): Guess {
  if (key === "board") return boardMeant(written, choices);
  const file = key === "image" ? imageOfFile(written) : undefined;
  if (file !== undefined) return guess([file]);
  const found = known(key === "image" ? asImage(written) : written, choices, values[key] ?? {});
  return found.length > 0 ? guess(found) : didYouMean(written, choices);
}

/** As the Imager lists it: `Raspberry Pi OS Lite (64-bit)`, `Ubuntu Server 24.04.3 LTS (64-bit)`. */
const asImage = (written: string) =>
  written
    .toLowerCase()
    .replace(/\(?\b64[- ]?bit\)?|\barm64\b|\b(?:lite|server|lts|preinstalled)\b/g, "")
    .replace(/\b(2[46]\.04)\.\d+\b/, "$1");

/** The image that a file to download is of. */
function imageOfFile(written: string): string | undefined {
  if (!/\.img(?:\.(?:xz|gz|zst))?$/.test(written)) return undefined;
  const [, release] = /(?:^|\/)ubuntu-(2[46]\.04)[\d.]*-preinstalled-server-arm64\+raspi\./.exec(written) ?? [];
  if (release !== undefined) return `ubuntu-${release}`;
  return /raspios-trixie-arm64/.test(written) ? "raspios-trixie" : undefined;
}

/** What was meant by a key. */
export function keyMeant(written: string, allowed: readonly string[]): Guess {
  const found = known(written, allowed, keys);
  return found.length > 0 ? guess(found) : didYouMean(written, allowed);
}

/** Keys that mean the same, not those that only look alike: for places where one would hardly be looked for. */
export const sureMeaning = (written: string, allowed: readonly string[]) => known(written, allowed, keys);

function known(
  written: string,
  choices: readonly string[],
  synonyms: Readonly<Record<string, readonly string[]>>,
): readonly string[] {
  const text = squeezed(written);
  const ways = [
    (choice: string) => squeezed(choice) === text,
    (choice: string) => synonyms[choice]?.includes(text) ?? false,
    (choice: string) => text.length > 2 && beginning(choice) === text,
  ];
  return ways.map((way) => choices.filter(way)).find((found) => found.length > 0) ?? [];
}

/** `zram` for `zram_percent`, `ubuntu` for `ubuntu-24.04`. */
const beginning = (choice: string) => /^[a-z0-9]+(?=[_-])/.exec(choice)?.[0];

const guess = (found: readonly string[]): Guess =>
  found.length === 1 && found[0] !== undefined ? { word: found[0], words: found } : { words: found };
