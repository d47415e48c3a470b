import { Document, isCollection, isMap, type Node, visit } from "yaml";

import { nested } from "../support/language-keys.ts";

type Plain = Readonly<Record<string, unknown>>;

const isPlain = (value: unknown): value is Plain =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const wifi = { ssid: "lab", password: { secret: "wifi" }, country: "IN" };

/** What else an example needs to make sense, by the key that it is for or that it is below of; `nodes.`, `defaults.` and the like left out. */
const companions: Readonly<Record<string, Plain>> = {
  version: { include: ["site.yaml"] },
  "network.interface": { network: { interface: "wlan0", wifi } },
  "network.wifi": { network: { wifi }, roles: { worker: { interface: "wlan0" } } },
  rancher: { nodes: [{ name: "dcn0", role: "rancher", memory: "8GiB", address: "10.1.40.21" }] },
  "roles.rancher": { nodes: [{ name: "dcn0", role: "rancher", memory: "8GiB", address: "10.1.40.21" }] },
};

const generic = { board: "generic-amd64", os: { image: "generic" }, interface: "enp1s0" };
const { interface: _, ...byMac } = generic;

/** The same within a layer or a node. */
const besides: Readonly<Record<string, Plain>> = { interface: generic, os: generic, mac: byMac };

const layers = /^(?:defaults|roles\.[a-z-]+|nodes)$/;

/** An example of one key as lines of a profile, which can be laid over the one that the page shows first. */
export function fragment(path: string, example: unknown): string {
  return print(whole(path, example));
}

function whole(path: string, example: unknown): Plain {
  const [layer, key] = splitLayer(path);
  if (layer === "nodes") return { nodes: [node(key, example)] };
  const inLayer = layer === undefined ? {} : nested(layer, besides[key] ?? {});
  const [, companion = {}] =
    Object.entries(companions).find(([prefix]) => path === prefix || path.startsWith(`${prefix}.`)) ?? [];
  return over(companion, over(inLayer as Plain, nested(path, example) as Plain));
}

/** `roles.worker.os.image` is `os.image` of the layer `roles.worker`. */
function splitLayer(path: string): readonly [layer: string | undefined, key: string] {
  const steps = path.split(".");
  for (const length of [1, 2]) {
    const layer = steps.slice(0, length).join(".");
    if (layers.test(layer) && steps.length > length) return [layer, steps.slice(length).join(".")];
  }
  return [undefined, path];
}

/** A range needs one on the other side. */
function node(key: string, example: unknown): Plain {
  const isRange = (key === "name" || key === "address") && /[{+]/.test(String(example));
  const name = isRange ? "dcn{3..8}" : "dcn3";
  const address = isRange ? "10.1.40.{24..29}" : "10.1.40.24";
  return over({ name, role: "worker", address, ...besides[key] }, nested(key, example) as Plain);
}

function over(below: Plain, above: Plain): Plain {
  const merged = Object.entries(above).map(([key, value]) => {
    const other = below[key];
    return [key, isPlain(other) && isPlain(value) ? over(other, value) : value] as const;
  });
  return { ...below, ...Object.fromEntries(merged) };
}

/** In one line what fits into one, but for what is at the top. */
function print(value: Plain): string {
  const document = new Document(value);
  visit(document, {
    Node: (_, item, parents) => {
      const isTop = parents.length === 1 || (isTopList(item) && parents.length === 3);
      if (isCollection(item) && !isTop) item.flow = fits(item);
    },
  });
  return document.toString({ flowCollectionPadding: false, lineWidth: 0 });
}

const isTopList = (item: Node) => isCollection(item) && !isMap(item) && item.items.some(isMap);
const fits = (item: Node) => JSON.stringify(item).length < 110;
