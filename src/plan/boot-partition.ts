import type { Cluster, ClusterNode } from "../model/cluster.ts";
import { images } from "../model/images.ts";
import type { CardFile, CardPlan, Content } from "../model/plan.ts";
import { nodeText, statusText } from "./card-texts.ts";
import { onWifi } from "./network-config.ts";
import { startOver } from "./start-over.ts";

/**
 * Tokens for the live cmdline.txt, but for the datasource's. The firmware's own `cgroup_disable=memory` comes before them, and the
 * later one wins (raspberrypi/linux#6980). `cgroup_memory=1` is there because K3s's documentation asks for it.
 */
export function commandLine(cluster: Cluster, node: ClusterNode): readonly string[] {
  if (!images[node.os.image].pi) return [];
  const { wifi } = cluster.network;
  // Pi kernels can tell how long tasks wait for memory, but do not unless asked.
  const pressure = node.edgePulse.enabled ? ["psi=1"] : [];
  const radio = onWifi(node) && wifi !== undefined ? [`cfg80211.ieee80211_regdom=${wifi.country}`] : [];
  return ["cgroup_enable=memory", "cgroup_memory=1", ...pressure, ...radio, startOver];
}

/** The datasource on the command line wins over meta-data, and makes cloud-init trust its cache at later boots. */
const datasourceToken = (card: CardPlan): string => `ds=nocloud;i=${card.instanceId}`;

/** What lies on the FAT partition beside user-data and network-config, and what is added to files that are there already. */
export function bootFiles(card: CardPlan): readonly CardFile[] {
  return [
    { path: "boot/meta-data", mode: "0600", content: { kind: "yaml", data: metaData(card) } },
    { path: "boot/edgegen/node.txt", mode: "0600", content: nodeText(card) },
    { path: "boot/edgegen/status.txt", mode: "0600", content: statusText },
    ...(images[card.card.image].pi ? firmwareFiles(card) : []),
  ];
}

/** `ssh` turns sshd on where the image ships it disabled; the watchdog must be on before Linux can pet it. */
function firmwareFiles(card: CardPlan): readonly CardFile[] {
  const tokens = [...card.card.cmdline, datasourceToken(card)].join(" ");
  const marker: CardFile[] =
    card.card.image === "raspios-trixie" ? [{ path: "boot/ssh", mode: "0600", content: empty }] : [];
  return [
    ...marker,
    { path: "cmdline.append", mode: "0600", content: { kind: "text", text: `${tokens}\n` } },
    { path: "config.append", mode: "0600", content: watchdog },
  ];
}

const empty: Content = { kind: "text", text: "" };
const watchdog: Content = { kind: "text", text: "dtparam=watchdog=on\n" };

/** The key is `instance-id`: the vendors' own `instance_id` is ignored. `dsmode: local` lets bootcmd run before the network is up. */
function metaData(card: CardPlan): Record<string, string> {
  return { "instance-id": card.instanceId, "local-hostname": card.node, dsmode: "local" };
}
