import type { Cluster } from "../../model/cluster.ts";
import type { NodeFile, NodePart, Step } from "../../model/plan.ts";
import type { PartInput } from "../part.ts";
import { firewallUnits } from "./firewall.ts";
import { moduleFile, unitFile } from "./template-files.ts";

/** What cloud-init runs first at every boot; it is filled with `instanceId`. */
export const bootTemplate = "first-boot/bootcmd.sh";

const unit = "edgegen-firstboot.service";

/** The runner and the library that steps import. */
const library: readonly NodeFile[] = [
  unitFile(`first-boot/${unit}`),
  ...[
    "firstboot.py",
    "node.py",
    "card.py",
    "report.py",
    "statustext.py",
    "files.py",
    "processes.py",
    "masking.py",
    "outcome.py",
    "progress.py",
    "seed.py",
    "cmdline.py",
    "dpkg.py",
    "earlier.py",
    "units.py",
  ].map((name) => moduleFile(`first-boot/${name}`)),
];

/** What every boot starts. */
const ownUnits = (cluster: Cluster): readonly string[] => [unit, "edgegen-clock.service", ...firewallUnits(cluster)];

const everyBoot = (name: string, data: Step["data"] = {}): Step => ({ name, everyBoot: true, data, files: [] });

/**
 * The runner, and the steps that make a card safe: they keep their own marks per card, so that they are due again when another card
 * is applied, and look at every boot.
 */
export function firstBootPart({ cluster }: PartInput): NodePart {
  return {
    files: library,
    steps: [
      everyBoot("verify", { units: ownUnits(cluster) }),
      everyBoot("scrub"),
      everyBoot("cgroup"),
      everyBoot("scrub-caches"),
    ],
  };
}

const modules = new Map<string, NodeFile>();

/** The module of a step, whichever part of the plan it came from. */
export function stepModule({ name }: Step): NodeFile {
  const file = modules.get(name) ?? {
    path: `/usr/local/lib/edgegen/steps/${name}.py`,
    mode: "0644",
    content: { kind: "template", template: `first-boot/steps/${name}.py`, data: {} },
  };
  modules.set(name, file);
  return file;
}

/**
 * Whichever time daemon the image has started before its configuration was written, and asks this card's servers from now on. A timesyncd
 * that is told to end first waits for the names of its former servers, 15 s where nobody answers; killed, it is started anew at once.
 */
const askCardsServers =
  "systemctl kill --signal=KILL systemd-timesyncd.service 2>/dev/null; systemctl try-restart --no-block chrony.service 2>/dev/null; :";

/**
 * runcmd: hands over to systemd and does not wait. A cut before this point is healed by bootcmd, a cut behind it by the enabled unit.
 * `enable` also makes systemd read what cloud-init has written, once for all. Raspberry Pi OS ships sshd disabled, and `enable` would
 * call systemd-sysv-install for it, which takes a Pi longer than all the rest of this.
 */
export function firstBootCommands({ cluster, node }: PartInput): readonly (readonly string[])[] {
  const ssh = node.os.image === "raspios-trixie" ? ["ssh.service"] : [];
  return [
    ...ssh.map((name) => ["systemctl", "--root=/", "add-wants", "multi-user.target", name]),
    ["systemctl", "enable", ...ownUnits(cluster)],
    ["sh", "-c", askCardsServers],
    ["systemctl", "start", "--no-block", unit, ...ssh],
  ];
}
