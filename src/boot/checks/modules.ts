import type { Check, Expected } from "../check.ts";
import { inContainer, sayContainer } from "../container.ts";
import { compare, insist } from "../difference.ts";
import { roleStarted } from "../expected.ts";
import { fields, lines } from "../seen.ts";
import { words } from "../shell.ts";

/** The kernel has what the card's lists name, loaded or built in. In a container it is the host's kernel. */
export const modules: Check = {
  name: "modules",
  probe: (expected) => `${sayContainer}
for module in ${words(wantedModules(expected))}; do
  if [ -e "/sys/module/$module" ]; then
    echo "$module=here"
  elif [ "$(modinfo -F filename "$module" 2>/dev/null)" = "(builtin)" ]; then
    echo "$module=here"
  else
    echo "$module=missing"
  fi
done`,
  judge: (seen, expected) => {
    const [found, wanted] = [fields(seen), wantedModules(expected)];
    return [
      ...insist(wanted.length > 0, "what the card's lists in /etc/modules-load.d name", "", "modules"),
      ...(inContainer(seen) ? [] : wanted.flatMap((module) => compare(module, found.get(module), "here"))),
    ];
  },
};

/** Rancher's own are loaded by its step, or at the next boot. */
function wantedModules(expected: Expected): readonly string[] {
  const lists = ["edgegen", ...(roleStarted(expected) ? ["edgegen-rancher"] : [])];
  const paths = lists.map((list) => `/etc/modules-load.d/${list}.conf`);
  const texts = expected.files.filter(({ path }) => paths.includes(path)).map(({ content }) => content);
  return texts.flatMap(lines).filter((line) => !line.startsWith("#"));
}
