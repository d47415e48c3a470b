import type { Path, Tree } from "../model/tree.ts";
import { quoted } from "./place.ts";

/** `docker.io: [http://10.1.40.9:5000]`, without the key in between. */
export function mirrorMeant(path: Path, value: Tree): string | undefined {
  if (path.at(-2) !== "mirrors" || path.at(-3) !== "registries") return undefined;
  const items = value.kind === "list" ? value.items : [value];
  const texts = items.map((item) => (item.kind === "scalar" && typeof item.value === "string" ? item.value : ""));
  const areAddresses = texts.length > 0 && texts.length < 5 && texts.every((text) => /^[\w.:/[\]-]+$/.test(text));
  return areAddresses ? `{endpoint: [${texts.map(quoted).join(", ")}]}` : undefined;
}

/** What K3s does with an address that does not say it itself. */
export const schemeNote = (path: Path, value: Tree) =>
  path.at(-1) === "endpoint" && value.kind === "scalar" && !String(value.value).includes("://")
    ? `K3s takes https where an address has no scheme: a registry without a certificate is http://${value.value}`
    : undefined;
