import { boards } from "../../model/boards.ts";
import type { ClusterNode } from "../../model/cluster.ts";
import { didYouMean } from "../../model/did-you-mean.ts";
import { fault } from "../../model/fault.ts";
import { images } from "../../model/images.ts";
import { called, layerNote, nodesWith, type Rule, spanOf } from "../rule.ts";

/** Names that systemd gives by where a card sits, beside those of USB adapters, which are named by their MAC. */
const byPlace = /^(?:en(?:o|s|p|P|d|c|u)\d|wl(?:o|s|p|P|u)\d)/;

/** What systems make themselves, or somebody by hand: `eth0.40`, `br0`, `docker0`. */
const noCard = /^(?:lo$|br[\d-]|bond\d|docker\d|cni\d|flannel|veth|virbr|tun\d|tap\d|wg\d|tailscale)|\.\d{1,4}$/;

/** What people say for the first of its kind. */
const noNumber = /^(?:eth|ethernet|wired|lan|en|wlan|wifi|wireless|wl)$/;

/** What there may be on a Pi beside its own two: adapters, named by number or by their MAC. */
const ofPi = /^(?:eth|wlan|usb)\d{1,2}$|^(?:en|wl)x[0-9a-f]{12}$|^en[pP]\d/;

/** A node waits for an interface that is not there, comes up without its address, and nobody can reach it. */
export const interfaceUnlikely: Rule = (cluster) =>
  nodesWith(cluster, "interface", "os.image", "board").flatMap((placed) => {
    const { node, index } = placed;
    const found = unlikely(node);
    if (found === undefined) return [];
    const span = spanOf(cluster, "nodes", index, "interface");
    const suggestion = span && found.instead ? { span, text: found.instead } : undefined;
    const message = `${called(node)} most likely has no interface ${node.interface}`;
    const notes = [found.why, ...layerNote(cluster, placed, "interface")];
    return [fault("interface-unlikely", message, { span, notes, suggestion })];
  });

interface Unlikely {
  readonly why: string;
  readonly instead?: string;
}

function unlikely({ interface: name = "", board, os, mac }: ClusterNode): Unlikely | undefined {
  if (noCard.test(name)) return { why: "it is no network card; edgegen makes no VLAN, bridge or bond" };
  if (images[os.image].pi) return boards[board].pi ? onPi(name) : undefined;
  if (noNumber.test(name)) return { why: "names of network cards have a number: `ip link` shows them" };
  // With its MAC the node finds the card, and gives it the name.
  if (board !== "generic-amd64" || mac !== undefined || !/^(?:eth|wlan)\d/.test(name)) return undefined;
  return {
    why: "on a PC it is called by its place: enp3s0, eno1; `ip link` shows it, or `mac` finds it by its address",
  };
}

/** Both images call a Pi's own interfaces eth0 and wlan0. A network card on its PCIe may have one of the other names. */
function onPi(name: string): Unlikely | undefined {
  if (name === "end0")
    return { why: "other systems call it that; on the images that edgegen knows it is eth0", instead: "eth0" };
  if (ofPi.test(name)) return undefined;
  const instead = /^(?:wl|wifi|wireless)/.test(name) ? "wlan0" : "eth0";
  if (byPlace.test(name)) return { why: `that is a name for a PC; a Pi's own interface is ${instead}`, instead };
  const why = "a Pi's own interfaces are eth0 and wlan0";
  const meant = noNumber.test(name) ? instead : didYouMean(name, ["eth0", "wlan0"]).word;
  return meant === undefined ? { why } : { why, instead: meant };
}
