import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { inject } from "vitest";
import { lanAddress } from "./payload.ts";

/**
 * A chronyd that answers the nodes' network, where `enter` leads. -x: this machine's own clock is none of its business, nor is the
 * socket of a chronyd that this machine may have.
 */
export function startTimeServer(enter: readonly string[], state: string): { readonly stop: () => Promise<void> } {
  const config = join(state, "chrony.conf");
  const lines = [
    "local stratum 5",
    "allow all",
    "cmdport 0",
    `bindcmdaddress ${state}/chronyd.sock`,
    `pidfile ${state}/chronyd.pid`,
    `bindaddress ${lanAddress}`,
  ];
  writeFileSync(config, `${lines.join("\n")}\n`);
  const [program = "", ...argv] = [...enter, inject("testbed").chronyd, "-x", "-n", "-u", "root", "-f", config];
  const server = spawn(program, argv, { stdio: "ignore" });
  const ended = new Promise<void>((resolve) => server.once("close", () => resolve()));
  return {
    stop: () => {
      server.kill();
      return ended;
    },
  };
}
