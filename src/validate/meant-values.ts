import type { MapTree, Path, ScalarTree, Tree } from "../model/tree.ts";
import { nearestAt } from "../model/tree-path.ts";
import type { Finding } from "../schema/finding.ts";
import { meantByChoice, meantBySize } from "./diagnose.ts";

/** What was meant by a value, where one answer is offered to whoever wrote it; never of a secret. */
function meantBy(root: MapTree, finding: Finding): ScalarTree["value"] | undefined {
  if (finding.kind === "form") return finding.atKey || finding.secret ? undefined : finding.mended;
  const { value } = nearestAt(root, finding.path);
  if (finding.kind === "choice") {
    const text = meantByChoice(finding, value);
    return finding.choices.find((choice) => String(choice) === text);
  }
  return finding.kind === "type" ? meantBySize(finding, value) : undefined;
}

interface Meant {
  readonly tree: MapTree;
  /** The findings whose values are now there. */
  readonly mended: ReadonlySet<Finding>;
}

/**
 * The tree as it will be once what is offered is taken, so that what is then still wrong is said in the same run. The values keep their
 * places.
 */
export function withMeantValues(root: MapTree, findings: readonly Finding[]): Meant {
  const mended = new Set<Finding>();
  let tree: Tree = root;
  for (const finding of findings) {
    const value = meantBy(root, finding);
    if (value === undefined) continue;
    mended.add(finding);
    tree = replaced(tree, finding.path, value);
  }
  return { tree: tree as MapTree, mended };
}

function replaced(tree: Tree, [step, ...rest]: Path, value: ScalarTree["value"]): Tree {
  if (step === undefined) return { kind: "scalar", span: tree.span, value };
  if (tree.kind === "list")
    return { ...tree, items: tree.items.map((item, at) => (at === step ? replaced(item, rest, value) : item)) };
  const entry = tree.kind === "map" ? tree.entries.get(String(step)) : undefined;
  if (tree.kind !== "map" || entry === undefined) return tree;
  const entries = new Map(tree.entries).set(String(step), { ...entry, value: replaced(entry.value, rest, value) });
  return { ...tree, entries };
}
