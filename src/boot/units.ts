import type { Expected } from "./check.ts";
import { roleStarted } from "./expected.ts";

export interface ExpectedUnit {
  readonly name: string;
  /** States it may be in; undefined: any. */
  readonly active?: readonly string[];
  /** By systemctl's names; times in seconds. */
  readonly properties: Readonly<Record<string, string>>;
}

const day = 86_400;

/** K3s renews its year-long certificates only when it starts. */
const forEver = {
  Restart: "always",
  RestartUSec: "5",
  StartLimitIntervalUSec: "0",
  RuntimeMaxUSec: String(60 * day),
  RuntimeRandomizedExtraUSec: String(7 * day),
};

const timer = (name: string): ExpectedUnit => ({ name, active: ["active"], properties: {} });

/** The units that the boot has enabled when it has come so far: what the design promises of them, not what their files say. */
export function unitsOf(expected: Expected): readonly ExpectedUnit[] {
  return [...base(expected), ...(roleStarted(expected) ? ofRole(expected) : [])];
}

function base({ cluster, node, reached }: Expected): readonly ExpectedUnit[] {
  const firewall = { name: "edgegen-firewall.service", active: ["active"], properties: {} };
  const retried = { Type: "exec", Restart: "on-failure", StartLimitIntervalUSec: "0" };
  return [
    // Its work is done, or it goes on trying.
    { name: "edgegen-firstboot.service", active: [reached === "ready" ? "inactive" : "active"], properties: retried },
    // It may have been written after the moment at which it would have run.
    { name: "edgegen-clock.service", properties: { Type: "oneshot" } },
    ...(cluster.firewall === "lan" ? [firewall] : []),
    ...(node.edgePulse.enabled ? edgePulse(node) : []),
  ];
}

/** Swap stands, or its absence has been said; neither is a failure. The API itself comes when somebody asks. */
function edgePulse({ edgePulse: { api, sdProtection } }: Expected["node"]): readonly ExpectedUnit[] {
  const once = { Type: "oneshot", RemainAfterExit: "yes", Restart: "on-failure" };
  const socket = { name: "edge-pulse-api.socket", active: ["active"], properties: { FreeBind: "yes" } };
  return [
    ...["zram", "swap"].map((what) => ({ name: `edge-pulse-${what}.service`, active: ["active"], properties: once })),
    ...(api.listen === "off" ? [] : [socket]),
    // A container's root file system is its host's.
    ...(sdProtection ? [{ name: "edge-pulse-card.service", properties: {} }] : []),
  ];
}

function ofRole({ cluster, node }: Expected): readonly ExpectedUnit[] {
  switch (node.role) {
    case "control-plane":
      return [
        // It depends on nobody: one that is "activating" for minutes ends again and again.
        { name: "k3s.service", active: ["active"], properties: { ...forEver, Type: "notify", KillMode: "process" } },
        ...(cluster.rancher ? [timer("edgegen-import.timer")] : []),
      ];
    case "worker":
      return [
        // "activating" until its server answers, for weeks if need be.
        {
          name: "k3s-agent.service",
          active: ["active", "activating"],
          properties: { ...forEver, Type: "notify", KillMode: "process" },
        },
        timer("edgegen-rejoin.timer"),
      ];
    case "rancher":
      return [
        { name: "docker.service", active: ["active"], properties: {} },
        { name: "rancher.service", active: ["active"], properties: { ...forEver, Type: "exec" } },
        {
          name: "edgegen-rancher-import.service",
          properties: { Type: "exec", Restart: "on-failure", StartLimitIntervalUSec: "0" },
        },
      ];
  }
}
