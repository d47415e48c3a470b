import type { Outcome, Processes } from "../host/processes.ts";

/** How the operator's own ssh gets to the node. */
export interface Access {
  readonly processes: Processes;
  /** Words before ssh's own, as for a network namespace. */
  readonly enter: readonly string[];
  readonly host: string;
  readonly port: number;
  /** Under which name the host key stands in known_hosts. */
  readonly name: string;
  readonly user: string;
  readonly knownHosts: string;
  /** Undefined: the user's own keys and agent are asked. */
  readonly identity: string | undefined;
}

/** ssh(1) with nothing of the user's configuration, and no question: an unknown host key or a refused login is an answer too. */
export function sshArguments(access: Access): readonly string[] {
  const options = [
    "BatchMode=yes",
    "StrictHostKeyChecking=yes",
    "GlobalKnownHostsFile=none",
    `UserKnownHostsFile=${path(access.knownHosts)}`,
    `HostKeyAlias=${access.name}`,
    "ConnectTimeout=60",
    "ServerAliveInterval=30",
    ...(access.identity === undefined ? [] : ["IdentitiesOnly=yes", `IdentityFile=${path(access.identity)}`]),
  ];
  const port = ["-p", String(access.port)];
  return [
    ...access.enter,
    "ssh",
    "-F",
    "none",
    ...options.flatMap((each) => ["-o", each]),
    ...port,
    `${access.user}@${access.host}`,
  ];
}

/** With spaces it is two files, and `%h` is the host (ssh_config(5), TOKENS). */
const path = (name: string) => `"${name.replaceAll("%", "%%")}"`;

/** An emulated board needs minutes for what takes a real one seconds; a raspi3b, whose whole card is searched for secrets, many. */
const scriptSeconds = 3600;
const tries = 5;

/** Runs a script on the node as root. sshd may be a little later than the first boot; `hopeless`: it will not come any more. */
export async function runAsRoot(access: Access, script: string, hopeless: () => boolean): Promise<Outcome> {
  for (let attempt = 1; ; attempt += 1) {
    const argv = [...sshArguments(access), "exec sudo -n sh -s"];
    const outcome = await access.processes.run(argv, { input: script, timeout: scriptSeconds });
    // 255 is ssh's own: no connection, or no login.
    if (outcome.code !== 255 || attempt === tries || hopeless()) return outcome;
    await new Promise((resolve) => setTimeout(resolve, attempt * 2000));
  }
}
