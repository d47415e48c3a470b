import type { MapTree, Tree } from "../model/tree.ts";
import { findAt } from "../model/tree-path.ts";

const texts = (tree: Tree | undefined): readonly string[] =>
  tree?.kind === "list"
    ? tree.items.flatMap((item) => (item.kind === "scalar" && typeof item.value === "string" ? [item.value] : []))
    : [];

const textAt = (tree: Tree | undefined, key: string) => {
  const value = tree && findAt(tree, [key])?.value;
  return value?.kind === "scalar" && typeof value.value === "string" ? value.value : undefined;
};

/** The line of a profile for what a file of netplan says of its first card: `subnet: ..., gateway: ..., nameservers: [...]`. */
export function fromNetplan(network: MapTree): string | undefined {
  const cards = findAt(network, ["ethernets"])?.value ?? findAt(network, ["wifis"])?.value;
  const [name, { value: card } = { value: undefined }] = cards?.kind === "map" ? ([...cards.entries][0] ?? []) : [];
  const [address] = texts(card && findAt(card, ["addresses"])?.value);
  const [, base, prefix] = /^((?:\d{1,3}\.){3})\d{1,3}\/(24)$/.exec(address ?? "") ?? [];
  const gateway = textAt(card, "gateway4") ?? defaultRoute(card);
  if (name === undefined || base === undefined || !/^[\d.]+$/.test(gateway ?? "")) return undefined;
  const servers = texts(card && findAt(card, ["nameservers", "addresses"])?.value).filter((each) =>
    /^[\d.:a-f]+$/i.test(each),
  );
  const nameservers = servers.length > 0 ? `, nameservers: [${servers.join(", ")}]` : "";
  return `subnet: ${base}0/${prefix}, gateway: ${gateway}${nameservers}`;
}

function defaultRoute(card: Tree | undefined): string | undefined {
  const routes = card && findAt(card, ["routes"])?.value;
  const items = routes?.kind === "list" ? routes.items : [];
  const route = items.find((item) => /^(?:default|0\.0\.0\.0\/0)$/.test(textAt(item, "to") ?? ""));
  return textAt(route, "via");
}
