import type { Check, Difference } from "../check.ts";
import { compare, insist } from "../difference.ts";
import { lines, split } from "../seen.ts";
import { words } from "../shell.ts";
import { secondsOf } from "../time-span.ts";
import { type ExpectedUnit, unitsOf } from "../units.ts";

/** The card's units start at the next boot, run as they should, and go on for ever. */
export const units: Check = {
  name: "units",
  probe: (expected) => {
    const list = unitsOf(expected);
    const properties = [...new Set(["Id", "ActiveState", ...list.flatMap((unit) => Object.keys(unit.properties))])];
    const settled = list.filter(({ active }) => active && !active.includes("activating"));
    // At a card's later boots the steps are done before K3s is up: what must be "active" gets five minutes for it, all in all.
    // `show` says of a unit that was loaded before it was enabled what held then; `is-enabled` looks at the disk.
    return `left=150
for unit in ${words(settled.map((unit) => unit.name))}; do
  while [ "$left" -gt 0 ] && [ "$(systemctl is-active "$unit")" = activating ]; do
    left=$((left - 1))
    sleep 2
  done
done
set -- ${words(list.map((unit) => unit.name))}
systemctl show --no-pager --property ${properties.join(",")} "$@"
echo
systemctl is-enabled "$@" | while read -r state; do
  printf 'Id=%s\\nUnitFileState=%s\\n\\n' "$1" "$state"
  shift
done`;
  },
  judge: (seen, expected) => {
    const shown = new Map<string, Map<string, string>>();
    for (const unit of seen.split("\n\n").map(properties)) {
      const id = unit.get("Id") ?? "";
      const known = shown.get(id) ?? new Map<string, string>();
      for (const [name, value] of unit) known.set(name, value);
      shown.set(id, known);
    }
    return unitsOf(expected).flatMap((unit) => judgeUnit(unit, shown.get(unit.name) ?? new Map()));
  },
};

function judgeUnit(unit: ExpectedUnit, shown: ReadonlyMap<string, string>): readonly Difference[] {
  const state = shown.get("ActiveState") ?? "";
  return [
    ...compare(`${unit.name} at the next boot`, shown.get("UnitFileState"), "enabled"),
    ...(unit.active ? insist(unit.active.includes(state), `${unit.name} now`, state, unit.active.join(" or ")) : []),
    ...Object.entries(unit.properties).flatMap(([name, value]) =>
      compare(`${name} of ${unit.name}`, plain(name, shown.get(name)), value),
    ),
  ];
}

const properties = (block: string) => new Map(lines(block).map((line) => split(line, "=")));

/** Times as seconds: systemd writes 60 days as a month and a rest. */
const plain = (name: string, value = "") => (name.endsWith("USec") ? String(secondsOf(value) ?? value) : value);
