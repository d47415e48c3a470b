import { sha256 } from "../../hash/sha256.ts";
import type { Check, Difference, Expected } from "../check.ts";
import { compare, compareList, insist } from "../difference.ts";
import { openSeed } from "../seed-folder.ts";
import { lines, valuesOf } from "../seen.ts";

/**
 * What only the whole user-data names, and is no secret: where it is named, the rest was not taken out. Not card.json, which the kernel
 * command line names too: cloud-init makes the line's `cc:` part its configuration, and writes it down at every boot.
 */
const sign = "/usr/local/lib/edgegen/steps/";

/**
 * What the first boot leaves of the seed: a user-data of the same length that says nothing, everything else as it was but for
 * passwords, and nothing in cloud-init's memory. A seed that is gone, or another instance-id, would make the node another instance.
 */
export const scrubbed: Check = {
  name: "scrubbed",
  probe: (expected) => `${openSeed(expected)}
for name in user-data meta-data network-config; do
  echo "$name $(wc -c <"$seed/$name") $(sha256sum <"$seed/$name" | cut -c 1-64) $(head -n 1 "$seed/$name")"
done
grep -rlaF ${sign} "$seed/user-data" /var/lib/cloud /run/cloud-init | sed 's/^/left=/'`,
  judge: (seen, expected) => {
    const found = new Map(lines(seen).map((line) => [line.split(" ")[0] ?? "", facts(line)]));
    return [
      ...userData(found.get("user-data"), expected),
      ...compare("meta-data", found.get("meta-data")?.sum, sha256(textOf(expected, "meta-data"))),
      ...networkConfig(found.get("network-config"), expected),
      ...compareList("where the whole user-data still is", valuesOf(seen, "left"), []),
    ];
  },
};

interface Facts {
  readonly length: string;
  readonly sum: string;
  readonly firstLine: string;
}

function facts(line: string): Facts {
  const [, length = "", sum = "", ...first] = line.split(" ");
  return { length, sum, firstLine: first.join(" ") };
}

function userData(found: Facts | undefined, expected: Expected): readonly Difference[] {
  const text = textOf(expected, "user-data");
  return [
    ...compare("user-data's first line", found?.firstLine, "MIME-Version: 1.0"),
    ...compare("user-data's length", found?.length, bytes(text)),
    ...insist(found?.sum !== sha256(text), "user-data", "as the card brought it", "overwritten"),
  ];
}

/** Without Wi-Fi there is no password in it, and nothing to overwrite. */
function networkConfig(found: Facts | undefined, expected: Expected): readonly Difference[] {
  const text = textOf(expected, "network-config");
  if (text.includes("password:")) return compare("network-config's length", found?.length, bytes(text));
  return compare("network-config", found?.sum, sha256(text));
}

const textOf = ({ seed }: Expected, name: string) => seed.find(({ path }) => path === name)?.content ?? "";
const bytes = (text: string) => String(new TextEncoder().encode(text).length);
