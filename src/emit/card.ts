import type { OutputTree } from "../host/output-tree.ts";
import type { OutputFile, Stored } from "./output.ts";
import { seedImage } from "./seed-image.ts";
import { packTar } from "./tar.ts";

/** A card as the pipeline hands it on: rendering is put off until it is known to be needed. */
export interface CardSource {
  readonly name: string;
  readonly role: string;
  readonly address: string;
  readonly image: string;
  readonly instanceId: string;
  /** The hash that names the plan. */
  readonly plan: string;
  readonly seedImage: boolean;
  /** What is on the card as it was downloaded. */
  readonly payload: readonly (Stored & { readonly path: string })[];
  /** Paths relative to the node's folder. */
  readonly render: () => readonly { readonly path: string; readonly mode: number; readonly text: string }[];
}

/**
 * Everything that lies under out/<cluster>/ for one node: its folder, its archive, and its seed image where it has one. The archive
 * leaves the payload out, which would double what a cluster takes of the disk.
 */
export async function cardOutputs(card: CardSource, tree: Pick<OutputTree, "read">): Promise<readonly OutputFile[]> {
  const files = card.render();
  const inFolder = files.map(({ path, mode, text }) => ({ path: `${card.name}/${path}`, mode, data: text }));
  const payload = card.payload.map(({ path, ...data }) => ({ path: `${card.name}/${path}`, mode: 0o600, data }));
  const seed = card.seedImage ? [await seedFile(card, files, tree)] : [];
  const tar = { path: `${card.name}.tar`, mode: 0o600, data: await packTar(files) };
  return [...inFolder, ...payload, ...seed, tar];
}

/** The root of the seed is what lies in boot/: cloud-init looks for the file names at the top of the partition. */
async function seedFile(
  card: CardSource,
  files: ReturnType<CardSource["render"]>,
  tree: Pick<OutputTree, "read">,
): Promise<OutputFile> {
  const texts = files.map(({ path, text }) => ({ path, bytes: new TextEncoder().encode(text) }));
  const payload = card.payload.map(({ path, from }) => ({ path, bytes: tree.read(from) ?? new Uint8Array() }));
  const root = [...texts, ...payload]
    .filter(({ path }) => path.startsWith("boot/"))
    .map(({ path, bytes }) => ({ path: path.slice("boot/".length), bytes }));
  return { path: `${card.name}/seed.img`, mode: 0o600, data: await seedImage(root) };
}
