import type { Check, Expected } from "../check.ts";
import { compare, insist } from "../difference.ts";
import { fields, lines, split } from "../seen.ts";
import { words } from "../shell.ts";

const path = "/etc/sysctl.d/90-edgegen.conf";

/** What the card's file says is in force in the kernel, whatever other files say. */
export const sysctls: Check = {
  name: "sysctls",
  // In a container a setting that even root cannot write is the host's.
  probe: (expected) => `for key in ${words([...wantedSettings(expected).keys()])}; do
  file=/proc/sys/$(echo "$key" | tr . /)
  if [ -e /run/systemd/container ] && [ ! -w "$file" ]; then echo "$key=host"; else echo "$key=$(cat "$file")"; fi
done`,
  judge: (seen, expected) => {
    const [found, wanted] = [fields(seen), wantedSettings(expected)];
    return [
      ...insist(wanted.size > 0, `what the card's ${path} says`, "", "settings"),
      ...[...wanted].flatMap(([key, value]) =>
        found.get(key) === "host" ? [] : compare(key, found.get(key)?.replace(/\s+/g, " "), value),
      ),
    ];
  },
};

function wantedSettings({ files }: Expected): ReadonlyMap<string, string> {
  const text = files.find((file) => file.path === path)?.content ?? "";
  const settings = lines(text).filter((line) => !/^\s*[#;]/.test(line));
  return new Map(settings.map((line) => split(line, "=")).map(([key, value]) => [key.trim(), value.trim()]));
}
