/**
 * The kernel command line with each wanted token in it exactly once; the same text when that is so already. Everything else stays, in
 * its order, `root=` and `resize` among it. Undefined: no line names a root= file system, so it is no command line.
 *
 * One line: the firmware ignores what comes after the first
 * (https://www.raspberrypi.com/documentation/computers/configuration.html#kernel-command-line-cmdline-txt). The node mends the line by
 * the same rules in templates/first-boot/cmdline.py.
 */
export function withTokens(text: string, wanted: readonly string[]): string | undefined {
  const lines = text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== "");
  const line = lines.find((candidate) => tokensOf(candidate).some((token) => token.startsWith("root=")));
  if (line === undefined) return undefined;
  const tokens = tokensOf(line);
  const kept = tokens.filter((token) => !wanted.some((other) => replaces(other, token)));
  const eachOnce = wanted.every((token) => tokens.filter((other) => other === token).length === 1);
  if (lines.length === 1 && eachOnce && kept.length + wanted.length === tokens.length) return text;
  return `${[...kept, ...wanted].join(" ")}\n`;
}

export const tokensOf = (line: string): readonly string[] => line.split(/\s+/).filter((token) => token !== "");

/**
 * A token replaces others of its key: `ds=nocloud;i=...` a stale datasource. `cgroup_enable` may stand once for each controller, and
 * the later of it and `cgroup_disable` wins (raspberrypi/linux#6980), so only the twin with the same value goes. `cc:` has no `=`.
 */
const cloudConfig = "cc:runcmd:";

function replaces(wanted: string, token: string): boolean {
  if (wanted.startsWith(cloudConfig)) return token.startsWith(cloudConfig);
  const [key, value] = keyAndValue(wanted);
  const [otherKey, otherValue] = keyAndValue(token);
  if (key !== "cgroup_enable") return otherKey === key;
  return (otherKey === "cgroup_enable" || otherKey === "cgroup_disable") && otherValue === value;
}

function keyAndValue(token: string): readonly [key: string, value: string] {
  const at = token.indexOf("=");
  return at < 0 ? [token, ""] : [token.slice(0, at), token.slice(at + 1)];
}
