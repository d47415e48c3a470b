import type { Path, Tree } from "../model/tree.ts";

/** `kubelet-arg: {max-pods: 50}` for what K3s takes as a list of arguments. */
export function argumentsMeant(path: Path, value: Tree): string | undefined {
  if (path.at(-2) !== "config" || !String(path.at(-1)).endsWith("-arg") || value.kind !== "map") return undefined;
  const items = [...value.entries].map(([name, { value: item }]) =>
    item.kind === "scalar" && item.value !== null ? `${name}=${item.plain ?? item.value}` : "",
  );
  const areArguments = items.length > 0 && items.every((item) => /^[a-z][\w-]*=[\w./:%-]+$/.test(item));
  return areArguments ? `[${items.map((item) => JSON.stringify(item)).join(", ")}]` : undefined;
}
