import { stringify } from "yaml";
import type { Host } from "../../src/host/host.ts";
import type { Path } from "../../src/model/tree.ts";
import { memoryHost } from "../support/memory-host.ts";
import type { MapField } from "./fields.ts";

/** The profile into which values are put: each kind of card, Wi-Fi in both forms, and every section that could hold something back is there. */
const base = {
  version: 1,
  os: { image: "ubuntu-24.04" },
  network: {
    subnet: "10.1.40.0/24",
    gateway: "10.1.40.1",
    nameservers: ["10.1.40.2"],
    wifi: { ssid: "radio", password: { secret: "wifi" }, country: "IN" },
  },
  nodes: [
    { name: "target", role: "worker", board: "pi-4b", memory: "4GiB", address: "10.1.40.23" },
    { name: "server", role: "control-plane", board: "pi-4b", memory: "4GiB", address: "10.1.40.22" },
    { name: "manager", role: "rancher", board: "pi-4b", memory: "8GiB", address: "10.1.40.21" },
    { name: "radio", role: "worker", board: "pi-4b", memory: "4GiB", address: "10.1.40.24", interface: "wlan0" },
    {
      name: "radio-keyfile",
      role: "worker",
      board: "pi-4b",
      memory: "4GiB",
      address: "10.1.40.25",
      interface: "wlan0",
      os: { image: "raspios-trixie" },
    },
    {
      name: "pc",
      role: "worker",
      board: "generic-amd64",
      memory: "8GiB",
      address: "10.1.40.26",
      mac: "52:54:00:00:00:01",
      os: { image: "generic" },
    },
  ],
};

export const profilePath = "lab/profile.yaml";

/** Beside the profile, under the names that the examples have. */
const files = {
  "lab/site.yaml": "version: 1\n",
  "lab/manifests/app.yaml": "apiVersion: v1\nkind: Namespace\nmetadata: {name: app}\n",
  "/home/tester/.ssh/id_ed25519.pub":
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICw+HWyMEZ8W/mFEhDo0FMjCzLg2aJAQweUKvPlqWDYK ops@example\n",
};

/** A machine that keeps in `asked` which files it was asked for. */
export function labHost(profile: string): Host & { readonly asked: string[] } {
  const host = memoryHost({ ...files, [profilePath]: profile });
  const asked: string[] = [];
  const noted = <T>(path: string, answer: Promise<T>) => {
    asked.push(path);
    return answer;
  };
  return {
    ...host,
    asked,
    readText: (path) => noted(path, host.readText(path)),
    stat: (path) => noted(path, host.stat(path)),
  };
}

/** How a text may be written in YAML. */
export type Style = "double" | "single" | "plain" | "block";
export const styles = ["double", "single", "plain", "block"] as const satisfies readonly Style[];

/** A profile with something in it, and where that stands. */
export interface Prepared {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const mark = "HOSTILE_VALUE";

/** The profile with a text behind the keys of this path, and in no quotes but those of the style. */
export function withValue(path: Path, value: string, style: Style): Prepared {
  return marked(stringify(inserted(base, path, mark)), mark, value, style);
}

/** The profile with a text as a key of this map. */
export function withKey({ path, value }: MapField, key: string, style: Style): Prepared {
  const inner = insertedKey(base, path, value);
  return marked(stringify(inner), mark, key, style);
}

/** The profile with many values in it, each at a place of its own. JSON is YAML too. */
export function withAll(values: readonly { readonly at: Path; readonly value: unknown }[]): string {
  return JSON.stringify(values.reduce<unknown>((around, { at, value }) => inserted(around, at, value), base));
}

export const plainProfile = (): string => stringify(base);

function marked(text: string, at: string, value: string, style: Style): Prepared {
  const start = text.indexOf(at);
  const indent = /[^\n]*$/.exec(text.slice(0, start))?.[0].match(/^[ -]*/)?.[0].length ?? 0;
  const written = inStyle(value, style, indent + 2);
  return { text: text.slice(0, start) + written + text.slice(start + at.length), start, end: start + written.length };
}

function inStyle(value: string, style: Style, indent: number): string {
  if (style === "double") return JSON.stringify(value).replaceAll("\u007f", "\\u007f");
  if (style === "single") return `'${value.replaceAll("'", "''")}'`;
  if (style === "plain") return value;
  return `|2-\n${value
    .split("\n")
    .map((line) => " ".repeat(indent) + line)
    .join("\n")}`;
}

/** A copy in which a value stands at a path; lists and maps on the way are made where there are none. */
function inserted(around: unknown, path: Path, value: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (typeof step === "number") {
    const items = Array.isArray(around) ? around : [];
    return [...items.slice(0, step), inserted(items[step], rest, value), ...items.slice(step + 1)];
  }
  const map = isMap(around) ? around : {};
  return { ...map, [step]: inserted(map[step], rest, value) };
}

function insertedKey(around: unknown, path: Path, value: unknown): unknown {
  if (path.length === 0) return { ...(isMap(around) ? around : {}), [mark]: value };
  const inner = path.reduce<unknown>(
    (outer, step) => (outer as Record<string | number, unknown> | undefined)?.[step],
    around,
  );
  return inserted(around, path, { ...(isMap(inner) ? inner : {}), [mark]: value });
}

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
