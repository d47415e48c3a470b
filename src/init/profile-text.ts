import { imageIds, images } from "../model/images.ts";
import { nodeLines } from "./node-lines.ts";
import { scalar } from "./scalar.ts";
import { type Settled, settle, type Wishes } from "./wishes.ts";

export interface NewProfile {
  readonly cluster: string;
  /** How `--profile` names it. */
  readonly name: string;
  /** The schema for editors, from where the profile lies. */
  readonly schema: string | undefined;
  readonly wishes: Wishes;
}

/** A profile to begin with: what has to be changed is there and says so, the rest is left to the defaults. */
export function profileText(profile: NewProfile): string {
  const settled = settle(profile.wishes);
  const nodes = ["nodes:", ...nodeLines(profile.cluster, settled)];
  const parts = [os(settled), network(settled, profile), access(settled), defaults(settled, profile.wishes), nodes];
  const body = parts.map((lines) => lines.join("\n")).join("\n\n");
  return `${head(profile, body.includes(change)).join("\n")}\n\n${body}\n`;
}

/** Stands where only the user can know, and has not said it. */
export const change = "CHANGE";

function head({ cluster, name, schema }: NewProfile, toChange: boolean): readonly string[] {
  const shown = typed(name);
  const where = toChange ? ` ${change} stands where only you can know;` : "";
  return [
    ...(schema === undefined ? [] : [`# yaml-language-server: $schema=${schema}`, "#"]),
    `# One file for the whole cluster.${where} ${where ? "what" : "What"} is not said has a default that is meant to be right.`,
    "#",
    `#   edgegen validate --profile ${shown}     says what is wrong, and where`,
    `#   edgegen plan --profile ${shown}         shows what each card will be`,
    `#   edgegen build --profile ${shown}        writes the cards to out/`,
    "",
    "version: 1 # of this language, always 1",
    `cluster: ${scalar(cluster)} # also the name of the folder in out/`,
  ];
}

const os = ({ image, timezone }: Settled): readonly string[] => [
  "os:",
  `  image: ${scalar(image)} # what the cards are put into: ${titleOf(image)}`,
  `  timezone: ${scalar(timezone)} # such as Europe/Berlin or Asia/Kolkata`,
  "  upgrade: security # security updates by themselves; or none, or full: everything, once, at the end of the first boot",
];

function titleOf(image: string): string {
  const id = imageIds.find((each) => each === image);
  return id === undefined ? `one of ${imageIds.join(", ")}` : images[id].title;
}

const network = (settled: Settled, { name, wishes }: NewProfile): readonly string[] => [
  "network:",
  `  subnet: ${scalar(settled.subnet)} # ${wishes.subnet ? "all nodes are in it" : `${change} to what your router calls its LAN; all nodes are in it`}`,
  `  gateway: ${scalar(settled.gateway)} # ${wishes.gateway ? "" : `${change} to `}the router's own address`,
  "  nameservers: [1.1.1.1, 8.8.8.8] # or the router's address, if it answers for names",
  ...(settled.wifi ? wifi(settled.wifi, name, wishes) : settled.interface === undefined ? wifiHint(name) : []),
];

function wifi({ ssid, country }: NonNullable<Settled["wifi"]>, name: string, wishes: Wishes): readonly string[] {
  const open = [...(wishes.wifi === undefined ? ["the network"] : []), ...(wishes.country ? [] : ["the country"])];
  const comment = open.length > 0 ? ` # ${change} ${open.join(" and ")}` : "";
  return [
    `  wifi: {ssid: ${scalar(ssid)}, password: {secret: wifi}, country: ${scalar(country)}}${comment}`,
    `  # Its password is stored once: edgegen secrets set wifi --profile ${typed(name)}`,
  ];
}

const wifiHint = (name: string) => [
  "  # A node on Wi-Fi says `interface: wlan0`, the network",
  "  #   wifi: {ssid: my-network, password: {secret: wifi}, country: DE}",
  `  # and the password is stored once: edgegen secrets set wifi --profile ${typed(name)}`,
];

const access = ({ user, sshKey }: Settled): readonly string[] => [
  "access:",
  `  user: ${scalar(user)} # the account on every node; it has no password, keys only`,
  ...(sshKey === undefined
    ? [
        "  # Without keys a pair is made for you, beside the cards. To use your own:",
        "  # ssh_authorized_keys: [{file: ~/.ssh/id_ed25519.pub}]",
      ]
    : [`  ssh_authorized_keys: [${isKey(sshKey) ? scalar(sshKey) : `{file: ${scalar(sshKey)}}`}]`]),
];

/** The text of a public key, where its file could be named. */
export const isKey = (text: string) => /^(?:ssh|ecdsa|sk)-\S+\s/.test(text);

function defaults({ board, memory, interface: card }: Settled, wishes: Wishes): readonly string[] {
  const own = card === undefined ? "" : `, interface: ${scalar(card)}`;
  const open = wishes.board === undefined || wishes.memory === undefined;
  const hints = [
    ...(open ? [`${change} to what you have`] : []),
    ...(card === undefined ? [] : ["`ip link` shows the interface"]),
  ];
  const comment = hints.length > 0 ? ` # ${hints.join("; ")}` : "";
  return [
    "# What the nodes have in common; one that says otherwise wins.",
    `defaults: {board: ${scalar(board)}, memory: ${scalar(memory)}${own}}${comment}`,
  ];
}

/** A name as it can be typed in a shell, and cannot end a comment. */
export const typed = (name: string) => (/^[\w./-]+$/.test(name) ? name : "NAME");
