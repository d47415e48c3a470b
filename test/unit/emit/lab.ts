import type { CardSource } from "../../../src/emit/card.ts";
import { type EmitInput, emit } from "../../../src/emit/emit.ts";
import { recover } from "../../../src/emit/swap.ts";
import type { MemoryTree } from "../../support/memory-tree.ts";

export const card = (name: string, plan: string): CardSource => ({
  name,
  role: "worker",
  address: "10.0.0.1",
  image: "ubuntu-24.04",
  instanceId: `${name}-1`,
  plan,
  seedImage: false,
  payload: [],
  render: () => [
    { path: "boot/user-data", mode: 0o600, text: `#cloud-config\n# ${name} ${plan}\n` },
    { path: "cmdline.append", mode: 0o600, text: "a b\n" },
  ],
});

export const input = (cards: readonly CardSource[], more: Partial<EmitInput> = {}): EmitInput => ({
  target: "out/lab",
  generator: "test",
  cluster: "lab",
  profile: "lab.yaml",
  trust: "trust",
  cards,
  only: undefined,
  top: [{ path: "README.txt", mode: 0o644, data: "read me\n" }],
  interrupted: () => false,
  ...more,
});

/** Every file of the tree with its mode and content. */
export const snapshot = (tree: MemoryTree) =>
  Object.fromEntries(
    tree
      .filesBelow("out/lab")
      .map((path) => [path, `${tree.stat(`out/lab/${path}`)?.mode} ${tree.text(`out/lab/${path}`)}`]),
  );

/** As the verb does it. */
export async function build(tree: MemoryTree, wanted: EmitInput) {
  recover(tree, wanted.target);
  return emit(tree, wanted);
}
