import { imageIds } from "../model/images.ts";
import { mendSize, sizePattern } from "../model/size.ts";
import type { ListTree, MapTree, Path, Tree } from "../model/tree.ts";
import { homes } from "../schema/homes.ts";
import { quoted } from "./place.ts";
import { valueMeant } from "./synonyms.ts";

/** What to write where a value has another shape than its key wants, as far as the value itself says it. */
export function otherShape(path: Path, value: Tree, expected: string, fits: (value: unknown) => boolean) {
  if (value.kind === "map" && expected === "a list") return listOfMap(path, value, fits);
  if (value.kind === "list" && expected === "a map of keys and values") return mapOfPairs(path, value);
  if (value.kind === "map" && path.at(-2) === "taints") return [taintOf(value)];
  if (value.kind === "scalar" && path.length === 1 && path[0] === "rancher" && typeof value.value === "boolean")
    return ["Rancher is there as soon as a node has `role: rancher`"];
  const switched = value.kind === "scalar" ? switchOf(String(path.at(-1)), String(value.value)) : undefined;
  if (switched !== undefined) return [`write \`${path.at(-1)}: {${switched}}\``];
  const pair = value.kind === "scalar" && expected === "a map of keys and values" ? pairOf(value) : undefined;
  if (pair !== undefined) return [`write \`${path.at(-1)}: {${pair}}\``];
  return value.kind === "scalar" && expected.startsWith("a map with") ? sectionOf(path, value.value) : [];
}

/** Sections that are switched by one of their keys. */
const switches: Readonly<Record<string, Readonly<Record<"true" | "false", string>>>> = {
  edge_pulse: { true: "enabled: true", false: "enabled: false" },
  swap: { true: "device: auto", false: "device: none" },
  api: { true: "listen: node", false: 'listen: "off"' },
};

function switchOf(section: string, written: string): string | undefined {
  const word = asBoolean(written);
  return word && switches[section]?.[word];
}

/** In YAML 1.2 `yes` is text. */
export function asBoolean(written: string): "true" | "false" | undefined {
  if (/^(?:y|yes|on|true|1|enabled?)$/i.test(written)) return "true";
  return /^(?:n|no|off|false|0|disabled?|none|never)$/i.test(written) ? "false" : undefined;
}

const itemsBegin = "each item of a list begins with `- `";

/** `nodes: {pi1: {...}}`, and netplan's `nameservers: {addresses: [...], search: [...]}`. */
function listOfMap(path: Path, { entries }: MapTree, fits: (value: unknown) => boolean): readonly string[] {
  const [[key, only] = ["", undefined]] = entries;
  if (path.at(-1) === "taints") return ["a taint is one text: `taints: [key=value:NoSchedule]`"];
  if (path.length === 1 && path[0] === "nodes" && only && isGroup(only.value))
    return ["each node is an item of one list, and says its role itself: `- {name: ..., role: worker, ...}`"];
  if (path.length === 1 && path[0] === "nodes" && only?.value.kind === "map")
    return [`each node is an item of a list, and its name a value: \`- name: ${plainOr(key)}\``];
  for (const { value } of entries.values()) {
    const items = value.kind === "list" ? flatOf(value) : undefined;
    if (items === undefined || !fits(items)) continue;
    const others = [...entries].filter(([, other]) => other.value !== value);
    const rest = others.flatMap(([name, other]) => whereTo(name, other.value));
    return [`write \`${path.at(-1)}: [${items.map(plainOr).join(", ")}]\``, ...rest];
  }
  return [itemsBegin];
}

/** Some nodes under the name of what they have in common; Ansible has `hosts` in between. */
export const isGroup = (value: Tree) => value.kind === "list" || (value.kind === "map" && value.entries.has("hosts"));

function whereTo(key: string, value: Tree): readonly string[] {
  const home = homes().find(({ title, keys }) => title === "network" && keys.includes(key));
  const items = value.kind === "list" ? flatOf(value) : undefined;
  const written = items ? `: write \`${key}: [${items.map(plainOr).join(", ")}]\` beside it` : "";
  return home === undefined ? [] : [`"${key}" is a key of ${home.title}${written}`];
}

function flatOf({ items }: ListTree): readonly string[] | undefined {
  const texts = items.map((item) => (item.kind === "scalar" ? item.value : undefined));
  return texts.every((text) => typeof text === "string") ? texts : undefined;
}

/** `labels: [zone=a, rack: 3]` */
function mapOfPairs(path: Path, { items }: ListTree): readonly string[] {
  const pairs = items.map(pairOf);
  if (pairs.length === 0 || pairs.length > 8 || !pairs.every((pair) => pair !== undefined)) return [];
  return [`write \`${path.at(-1)}: {${pairs.join(", ")}}\``];
}

function pairOf(item: Tree): string | undefined {
  const [first, ...others] = item.kind === "map" ? item.entries : [];
  if (first !== undefined) {
    const [key, { value }] = first;
    return others.length === 0 && value.kind === "scalar"
      ? `${key}: ${plainOr(value.plain ?? value.value)}`
      : undefined;
  }
  const text = item.kind === "scalar" && typeof item.value === "string" ? item.value : "";
  const [, key, value] = /^([\w./-]+)[=:](\S*)$/.exec(text) ?? [];
  return key === undefined ? undefined : `${key}: ${plainOr(value)}`;
}

/** As in a manifest of Kubernetes, `{key: a, value: b, effect: NoSchedule}`, or a key with its value. */
function taintOf({ entries }: MapTree): string {
  const textOf = (name: string) => {
    const value = entries.get(name)?.value;
    return value?.kind === "scalar" && typeof value.value === "string" ? value.value : undefined;
  };
  const [key, value, effect] = ["key", "value", "effect"].map(textOf);
  if (key === undefined || effect === undefined) return "a taint is one text: `key=value:NoSchedule`";
  return `a taint is one text: \`${key}${value === undefined ? "" : `=${value}`}:${effect}\``;
}

/** `os: raspios`, `rancher: v2.13.8` */
function sectionOf(path: Path, value: unknown): readonly string[] {
  const section = String(path.at(-1));
  if (typeof value !== "string") return [];
  const size = section === "swap" ? (sizePattern.test(value) ? value : mendSize(value)) : undefined;
  if (size !== undefined) return [`write \`swap: {size: ${size}}\``];
  const image = section === "os" ? valueMeant("image", value, imageIds).word : undefined;
  if (image !== undefined) return [`write \`os: {image: ${image}}\``];
  return /^(?:k3s|rancher)$/.test(section) && /^v\d+\.\d+\.\d+/.test(value)
    ? [`write \`${section}: {version: ${plainOr(value)}}\``]
    : [];
}

/** Text as YAML would have it; what would be something else without quotes has them. */
function plainOr(value: unknown): string {
  const text = String(value ?? "");
  const isPlain = /^[A-Za-z~./][\w./:~-]*$|^\d+\.\d+\.\d+\.\d+$/.test(text) && !/^(?:true|false|null)$|:$/i.test(text);
  return isPlain ? text : quoted(text);
}
