import type { OutputFile } from "./output.ts";
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
  /** Paths relative to the node's folder. */
  readonly render: () => readonly { readonly path: string; readonly mode: number; readonly text: string }[];
}

/** Everything that lies under out/<cluster>/ for one node: its folder, its archive, and its seed image where it has one. */
export async function cardOutputs(card: CardSource): Promise<readonly OutputFile[]> {
  const files = card.render();
  const inFolder = files.map(({ path, mode, text }) => ({ path: `${card.name}/${path}`, mode, data: text }));
  const seed = card.seedImage ? [await seedFile(card, files)] : [];
  const tar = { path: `${card.name}.tar`, mode: 0o600, data: await packTar(files) };
  return [...inFolder, ...seed, tar];
}

/** The root of the seed is what lies in boot/: cloud-init looks for the file names at the top of the partition. */
async function seedFile(card: CardSource, files: ReturnType<CardSource["render"]>): Promise<OutputFile> {
  const root = files
    .filter(({ path }) => path.startsWith("boot/"))
    .map(({ path, text }) => ({ path: path.slice("boot/".length), text }));
  return { path: `${card.name}/seed.img`, mode: 0o600, data: await seedImage(root) };
}
