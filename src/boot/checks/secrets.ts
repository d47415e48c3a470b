import type { Check, Difference, Expected } from "../check.ts";
import { compareList } from "../difference.ts";
import { type BundleSecret, secretsOf } from "../secret-list.ts";
import { lines, split } from "../seen.ts";

/** Where a secret may lie on a node that holds it: in what its card wrote, and in the data of those who read that. */
const homes =
  /^\/(etc\/(edgegen|rancher|netplan|NetworkManager\/system-connections)|var\/lib\/(rancher\/k3s|docker)|opt\/rancher)\//;

/** Files of packages, in which a word that somebody chose for a password may well stand. */
const packaged = /^\/(usr|var\/lib\/(dpkg|apt)|var\/cache)\//;

/** The secrets of its role are on the node, where they belong; no other of the bundle is anywhere on its disks. */
export const secrets: Check = {
  name: "secrets",
  probe: (expected) => probe(expected, []),
  probeAgain: (expected) => probe(expected, unwritten),
  judge: (seen, expected) => {
    const list = secretsOf(expected);
    const finds = lines(seen).flatMap((line) => find(line, list));
    const found = new Set(finds.map(({ secret }) => secret));
    const absent = list.filter((secret) => secret.here === "must" && !found.has(secret));
    return [
      ...onePerPlace(finds).flatMap(misplaced),
      ...absent.map(({ name }) => ({ what: name, found: "nowhere", wanted: "on the card of this node" })),
      ...compareList(
        "what the search said",
        lines(seen).filter((line) => find(line, list).length === 0),
        [],
      ),
    ];
  },
};

interface Find {
  readonly secret: BundleSecret;
  readonly path: string;
}

/** `3 /var/tmp/x`: the third pattern. Only numbers and paths leave the node. */
function find(line: string, list: readonly BundleSecret[]): readonly Find[] {
  const [number, path] = split(line, " ");
  const [, secret] = patterns(list)[Number(number) - 1] ?? [];
  return secret ? [{ secret, path }] : [];
}

/** A secret may stand in a file in more than one form. */
function onePerPlace(finds: readonly Find[]): readonly Find[] {
  return [...new Map(finds.map((each) => [`${each.secret.name} ${each.path}`, each])).values()];
}

function misplaced({ secret, path }: Find): readonly Difference[] {
  if (secret.chosen && packaged.test(path)) return [];
  if (secret.here !== "never" && homes.test(path)) return [];
  return [{ what: secret.name, found: path, wanted: secret.here === "never" ? "not on this node" : "not there" }];
}

/** File systems of their own beside that of the root; which of them a node has does not matter. The journal is there with Storage=volatile. */
const places = [
  "/boot/firmware",
  "/var/lib/cloud/seed/nocloud",
  "/tmp",
  "/dev/shm",
  "/run/cloud-init",
  "/run/edgegen",
  "/run/log/journal",
];

/** What packages bring, and nobody else writes to: most of a card, which an emulated board reads for a minute and more. */
const unwritten = ["/usr/bin", "/usr/sbin", "/usr/lib", "/usr/share"];

const made = new WeakMap<readonly BundleSecret[], readonly (readonly [string, BundleSecret])[]>();

function patterns(list: readonly BundleSecret[]): readonly (readonly [form: string, secret: BundleSecret])[] {
  const known = made.get(list) ?? list.flatMap((secret) => secret.forms.map((form) => [form, secret] as const));
  made.set(list, known);
  return known;
}

/**
 * The patterns come with the script, on its standard input, and are kept in a file in memory that has lost its name before it is
 * filled: nothing is left of them, however the session ends. Swap files hold long runs of zeros, which grep would take for one line.
 * Of a boot partition that is one, the whole device is read as well: what was deleted or lies behind the end of a file counts. It is
 * mostly zeros, which end grep's lines there (-z).
 */
function probe(expected: Expected, skipped: readonly string[]): string {
  const forms = patterns(secretsOf(expected)).map(([form]) => form);
  return `umask 077
list=$(mktemp /run/edgegen-check.XXXXXX) && exec 3<>"$list" && rm "$list"
cat >&3 <<'EDGEGEN-SECRETS'
${forms.join("\n")}
EDGEGEN-SECRETS
list=/proc/self/fd/3
numbers() {
  awk 'NR == FNR { number[$0] = NR; next } $0 in number && !said[$0]++ { print number[$0], ENVIRON["place"] }' "$list" -
}
export place
set --
while read -r file kind _; do
  [ "$kind" != file ] || set -- "$@" ! -path "$file"
done </proc/swaps
find / ${places.join(" ")} -xdev ${without(skipped)}-type f "$@" -exec grep -laF -f "$list" {} + 2>/dev/null | sort -u |
  while IFS= read -r place; do grep -aohF -f "$list" "$place" | numbers; done
for place in "$(findmnt -n -o SOURCE /boot/firmware)" /dev/disk/by-label/CIDATA /dev/disk/by-label/cidata; do
  [ ! -b "$place" ] || grep -zaoF -f "$list" <"$place" | tr '\\000' '\\n' | numbers
done`;
}

const without = (paths: readonly string[]): string =>
  paths.length === 0 ? "" : `\\( ${paths.map((path) => `-path ${path}`).join(" -o ")} \\) -prune -o `;
