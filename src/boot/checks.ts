import type { Check, Difference, Expected } from "./check.ts";
import { address } from "./checks/address.ts";
import { authorizedKeys } from "./checks/authorized-keys.ts";
import { cardFiles } from "./checks/card-files.ts";
import { cloudInit } from "./checks/cloud-init.ts";
import { commandLine } from "./checks/command-line.ts";
import { dns } from "./checks/dns.ts";
import { edgePulse } from "./checks/edge-pulse.ts";
import { failedUnits } from "./checks/failed-units.ts";
import { gateway } from "./checks/gateway.ts";
import { hostName } from "./checks/host-name.ts";
import { instanceId } from "./checks/instance-id.ts";
import { locale } from "./checks/locale.ts";
import { logins } from "./checks/logins.ts";
import { memoryController } from "./checks/memory-controller.ts";
import { modules } from "./checks/modules.ts";
import { passwordLogin } from "./checks/password-login.ts";
import { privateFolders } from "./checks/private-folders.ts";
import { renderer } from "./checks/renderer.ts";
import { scrubbed } from "./checks/scrubbed.ts";
import { secrets } from "./checks/secrets.ts";
import { stampsSteady } from "./checks/stamps-steady.ts";
import { steps } from "./checks/steps.ts";
import { sysctls } from "./checks/sysctls.ts";
import { timeSource } from "./checks/time-source.ts";
import { timezone } from "./checks/timezone.ts";
import { units } from "./checks/units.ts";
import { user } from "./checks/user.ts";
import { watchdog } from "./checks/watchdog.ts";
import { compare } from "./difference.ts";

/** In the order in which they are run and told. */
export const checks: readonly Check[] = [
  cloudInit,
  instanceId,
  steps,
  stampsSteady,
  failedUnits,
  hostName,
  user,
  authorizedKeys,
  passwordLogin,
  logins,
  address,
  gateway,
  dns,
  renderer,
  timezone,
  locale,
  timeSource,
  commandLine,
  memoryController,
  sysctls,
  modules,
  watchdog,
  units,
  edgePulse,
  cardFiles,
  privateFolders,
  scrubbed,
  secrets,
];

/** What one check came to. No differences: as the Cluster says. */
export interface Verdict {
  readonly name: string;
  readonly differences: readonly Difference[];
}

/**
 * One script for `sh -s` with all probes, each in a process of its own with nothing to read. What a probe prints comes back with a
 * `|` before each line, between `>name` and `<name`: whatever it prints, it cannot be taken for another's, nor for its own end.
 * `again`: the card has been looked at after an earlier boot.
 */
export function probeScript(list: readonly Check[], expected: Expected, again = false): string {
  const probes = applying(list, expected).map(
    ({ name, probe, probeAgain }) => `echo '>${name}'
{
(
${((again && probeAgain) || probe)(expected)}
) </dev/null 2>&1
echo
} | sed 's/^/|/'
echo '<${name}'
`,
  );
  return `export LC_ALL=C PATH="$PATH:/usr/sbin:/sbin"\n${probes.join("")}`;
}

/** One verdict for each check that applies. A probe that never came to its end is a difference. */
export function judgeAll(list: readonly Check[], expected: Expected, output: string): readonly Verdict[] {
  const printed = outputs(output);
  return applying(list, expected).map(({ name, judge }) => {
    const seen = printed.get(name);
    return { name, differences: seen === undefined ? unanswered(name) : judge(seen, expected) };
  });
}

/** What has to be the same after a second boot of the same disk, and is not. */
export function compareBoots(
  list: readonly Check[],
  expected: Expected,
  first: string,
  second: string,
): readonly Verdict[] {
  const [before, after] = [outputs(first), outputs(second)];
  return applying(list, expected)
    .filter(({ steady }) => steady)
    .map(({ name }) => {
      const [was, is] = [before.get(name), after.get(name)];
      if (was === undefined || is === undefined) return { name, differences: unanswered(name) };
      return { name, differences: compare(`${name} at the second boot`, changed(is, was), changed(was, is)) };
    });
}

const applying = (list: readonly Check[], expected: Expected) =>
  list.filter(({ applies }) => applies?.(expected) ?? true);

const unanswered = (name: string): readonly Difference[] => [
  { what: name, found: "no answer: the session ended before", wanted: "an answer" },
];

/** Lines of one text that are not in the other. */
const changed = (text: string, other: string) => {
  const known = new Set(other.split("\n"));
  return text
    .split("\n")
    .filter((line) => !known.has(line))
    .join("; ");
};

/** What each probe printed that came to its end. */
function outputs(output: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  let seen: string[] = [];
  for (const line of output.split("\n")) {
    if (line.startsWith(">")) seen = [];
    else if (line.startsWith("|")) seen.push(line.slice(1));
    else if (line.startsWith("<")) found.set(line.slice(1), seen.join("\n"));
  }
  return found;
}
