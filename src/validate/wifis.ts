import type { MapTree, Path, Tree } from "../model/tree.ts";
import { findAt } from "../model/tree-path.ts";
import { quoted } from "./place.ts";

type Finding = { readonly path: Path; readonly key: string };

/** What stands here for netplan's `wifis: {wlan0: {access-points: {lab: {password: ...}}}}`. */
export function fromWifis(root: MapTree, { path, key }: Finding): string | undefined {
  const wifis = key === "wifis" ? findAt(root, [...path, key])?.value : undefined;
  const [card, settings] = firstOf(wifis);
  const [name] = firstOf(settings && findAt(settings, ["access-points"])?.value);
  if (card === undefined || name === undefined) return undefined;
  const ssid = /^[A-Za-z][\w-]*$/.test(name) ? name : quoted(name);
  const domain = settings && findAt(settings, ["regulatory-domain"])?.value;
  const isKnown = domain?.kind === "scalar" && /^[A-Z]{2}$/.test(String(domain.value));
  const country = isKnown ? String(domain.value) : "XX";
  const rest = isKnown ? "" : ", with the country's two letters for XX";
  return `write \`interface: ${card}\` and \`wifi: {ssid: ${ssid}, password: {secret: wifi}, country: ${country}}\`${rest}`;
}

function firstOf(tree: Tree | undefined): readonly [string, Tree] | readonly [undefined, undefined] {
  const [first] = tree?.kind === "map" ? tree.entries : [];
  return first ? [first[0], first[1].value] : [undefined, undefined];
}
