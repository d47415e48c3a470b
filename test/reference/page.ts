import { boards } from "../../src/model/boards.ts";
import { images } from "../../src/model/images.ts";
import { showSize } from "../../src/model/size.ts";
import { type JsonSchema, languageSchema, shown } from "../../src/schema/json-schema.ts";
import { profileSchema } from "../../src/schema/profile.ts";
import { describe, schemaAt } from "../../src/schema/walk.ts";
import { keysBelow, type LanguageKey, stepsOf } from "../support/language-keys.ts";
import { fragment } from "./fragment.ts";

const keys = keysBelow(languageSchema());
const paths = new Set(keys.map(({ path }) => path));

/** Everything below this line of docs/profile.md is made here; what is above it is written by hand. */
export const marker = "<!-- From here on the page is made from src/schema by `make golden`. -->\n";

/** Keys without a chapter of their own, and chapters; in the order of a profile. */
const plain = ["version", "cluster", "include", "hardening", "firewall", "firewall_open"];
const sections = ["os", "network", "access", "k3s", "rancher", "edge_pulse"];
const layers = ["defaults", "roles", "roles.control-plane", "roles.worker", "roles.rancher"];

export function referencePart(): string {
  return [
    marker,
    "## Every key\n",
    ...plain.flatMap((path) => entries(path, "###")),
    ...sections.flatMap((path) => [...entries(path, "##"), ...below(path).flatMap((key) => entries(key, "###"))]),
    "## defaults and roles\n",
    ...layers.flatMap((path) => entries(path, "###")),
    ...entries("nodes", "##"),
    ...keys.filter(({ path }) => /^nodes\.[a-z0-9_]+$/.test(path)).flatMap(({ path }) => entries(path, "###")),
    ...boardTable(),
    ...imageTable(),
  ].join("\n");
}

const below = (section: string) => keys.map(({ path }) => path).filter((path) => path.startsWith(`${section}.`));

function entries(path: string, heading: string): readonly string[] {
  const key = keys.find((each) => each.path === path);
  if (key === undefined) throw new Error(`there is no key ${path}`);
  const [example] = key.schema.examples ?? [];
  return [
    `${heading} ${path}\n`,
    `${wrapped(key.schema.description ?? "")}\n`,
    ...words(key.schema),
    ...facts([value(key), otherwise(key), place(path)]),
    `\`\`\`yaml\n${fragment(path, example)}\`\`\`\n`,
  ];
}

/** Lines of at most 140 characters, so that a change of words is a change of few lines. */
const wrapped = (text: string) => text.replace(/(?=.{141})(.{1,140}) /g, "$1\n");

function facts(parts: readonly (string | undefined)[]): readonly string[] {
  const known = parts.filter((part) => part !== undefined);
  return known.length > 0 ? [`${wrapped(known.join(" "))}\n`] : [];
}

function words(schema: JsonSchema): readonly string[] {
  const { enum: list, enumDescriptions } = schema.items?.enum ? schema.items : schema;
  return list && enumDescriptions
    ? [`${list.map((word, at) => `- \`${word}\`: ${enumDescriptions[at]}`).join("\n")}\n`]
    : [];
}

const isLayered = (path: string) => path.startsWith("nodes.") || layers.includes(path);

/** Sections speak for themselves by the keys that follow, except where they were described before. */
function value({ path, schema }: LanguageKey): string | undefined {
  if (schema.properties) return isLayered(path) ? `**Keys:** ${Object.keys(schema.properties).join(", ")}.` : undefined;
  if (path === "nodes") return "**Value:** a list of entries.";
  const steps = stepsOf(path);
  const own = path.endsWith(".file") ? "a path" : describe(schemaAt(profileSchema(), steps));
  if (own !== "a list") return `**Value:** ${schema.enum ? "one of these words" : own}.`;
  const item = schema.items?.enum ? "one of these words" : describe(schemaAt(profileSchema(), [...steps, 0]));
  return `**Value:** a list, each item ${item}.`;
}

function otherwise({ schema, required }: LanguageKey): string | undefined {
  if (required) return "**Required.**";
  if (schema.otherwise !== undefined) return `**Default:** ${schema.otherwise}.`;
  return schema.default === undefined ? undefined : `**Default:** \`${shown(schema.default)}\`.`;
}

function place(path: string): string | undefined {
  if (layers.includes(path) || path === "nodes") return undefined;
  const inNode = path.startsWith("nodes.");
  const key = inNode ? path.slice("nodes.".length) : path;
  if (inNode && paths.has(key)) return undefined;
  const places = [
    ...(paths.has(key) ? ["at the top"] : []),
    ...(paths.has(`defaults.${key}`) ? ["in `defaults`", "in a role"] : []),
    ...(paths.has(`nodes.${key}`) ? ["in a node"] : []),
  ];
  return places.length > 1 ? `**Stands** ${places.slice(0, -1).join(", ")} or ${places.at(-1)}.` : undefined;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |\n`;
  return [line(head), `|${"---|".repeat(head.length)}\n`, ...rows.map(line)].join("");
}

function boardTable(): readonly string[] {
  const rows = Object.entries(boards).map(([id, board]) => {
    const sold = board.memoryMiB.map(showSize).join(", ") || "any";
    const {
      title,
      cores = "any",
      ethernet,
      powerWatts: power,
      wiredInterface: wired = "as `ip link` shows it",
    } = board;
    return [`\`${id}\``, title, sold, String(cores), ethernet, power === undefined ? "" : `${power} W`, wired];
  });
  return [
    "## Boards\n",
    table(["board", "computer", "memory", "cores", "Ethernet", "power supply", "interface"], rows),
  ];
}

function imageTable(): readonly string[] {
  const rows = Object.entries(images).map(([id, image]) => {
    const goesWith = image.pi ? "Raspberry Pi boards" : "`generic-arm64`, `generic-amd64`";
    const rancher = image.kernelMayLackIptables ? "from v2.15 on" : "any";
    return [`\`${id}\``, image.title, goesWith, `FAT partition \`${image.seedLabel}\``, rancher];
  });
  return ["## Images\n", table(["image", "operating system", "goes with", "its card goes to", "Rancher"], rows)];
}
