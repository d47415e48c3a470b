import { pathToFileURL } from "node:url";
import { withBootPartition } from "../../image/boot-partition.ts";
import { stockImage, unfitness } from "../../image/fitness.ts";
import { type ListedImage, osList } from "../../image/os-list.ts";
import { putCard } from "../../image/put-card.ts";
import { typed } from "../../init/profile-text.ts";
import type { Cluster } from "../../model/cluster.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { fault } from "../../model/fault.ts";
import { compiled, imageOf, imagesFolder, type NodeCard, wantedNodes } from "../cards.ts";
import { cloneImage } from "../clone-image.ts";
import type { ImageOptions } from "../commands/image.ts";
import { type Batch, fetchedBases } from "../fetched-bases.ts";
import type { Io } from "../io.ts";
import { whileLocked } from "../lock.ts";
import { lockedImage } from "../pins.ts";
import { type Session, withCluster } from "../session.ts";
import { sideBySide } from "../side-by-side.ts";
import { openStock, type StockImage, summed } from "../stock-image.ts";
import { withOut } from "../with-out.ts";

/** One image per node from a stock one. Each has its name only when it is whole: a run that ends early leaves those that were there. */
export function imageVerb(io: Io, options: ImageOptions): Promise<number> {
  return withCluster(io, options, async (cluster, session) => {
    const { value: wanted, diagnostics } = wantedNodes(options.node, cluster);
    if (wanted === undefined) return diagnostics;
    const folder = imagesFolder(options, cluster);
    io.tree.makeFolder(folder, 0o700);
    if (!io.tree.exists(`${folder}/.gitignore`)) io.tree.writeNew(`${folder}/.gitignore`, "*\n", 0o644);
    const making = { lock: `${folder}/.lock`, subject: folder, doing: "is making these images" };
    return whileLocked(io.tree, making, async () => {
      const all = wantedNodes([], cluster).value ?? wanted;
      const cards = await compiled(cluster, session, options, all);
      if (cards.value === undefined) return cards.diagnostics;
      const run = { cluster, session, options, folder };
      const made = await makeImages(
        run,
        cards.value.filter(({ node }) => wanted.includes(node)),
      );
      if (made.length === 0) await listImages(run, cards.value);
      return [...cards.diagnostics, ...made];
    });
  });
}

interface Run {
  readonly cluster: Cluster;
  readonly session: Session;
  readonly options: ImageOptions;
  readonly folder: string;
}

const part = ".part";

async function makeImages(run: Run, cards: readonly NodeCard[]): Promise<readonly Diagnostic[]> {
  const { io } = run.session;
  sweep(io, run.folder);
  const { base } = run.options;
  const { value: batches, diagnostics } =
    base === undefined
      ? await fetchedBases(run.session, run.cluster, run.options, cards)
      : { value: [{ base, cards }], diagnostics: [] };
  if (batches === undefined) return diagnostics;
  try {
    for (const batch of batches) {
      const refused = await makeBatch(run, batch);
      if (refused.length > 0) return refused;
    }
  } finally {
    io.watch?.("");
    sweep(io, run.folder);
  }
  io.out(summary(run, cards));
  return [];
}

async function makeBatch(run: Run, { base, cards }: Batch): Promise<readonly Diagnostic[]> {
  const { io } = run.session;
  const locked = await lockedImage(run.session, run.cluster, base);
  const { value: stock, diagnostics } = await openStock(io, base, `${run.folder}/base.img${part}`, locked);
  if (stock === undefined) return diagnostics;
  const unfit = await unfitNodes(io, base, stock, cards);
  if (unfit.length > 0) return unfit;
  const refused = await makeEach(run, stock, cards);
  return refused.map((each) => ({ ...each, subject: each.subject ?? base }));
}

/** While one is copied another gets its card, and a third is on its way to the disk. */
const atOnce = 3;

/** The last one takes the base itself where that was unpacked for us: one copy less. Nobody reads that any more by then. */
async function makeEach(run: Run, { path, own }: StockImage, cards: readonly NodeCard[]) {
  const { io } = run.session;
  const last = own ? cards.at(-1) : undefined;
  const others = cards.filter((card) => card !== last);
  const refused = await sideBySide(others, atOnce, (card) => makeImage(run, card, (to) => cloneImage(io, path, to)));
  if (refused.length > 0 || last === undefined) return refused;
  return makeImage(run, last, async (to) => io.tree.rename(path, to));
}

/** Those of nodes that were not asked for now are in the list too, where they are there. */
async function listImages(run: Run, cards: readonly NodeCard[]): Promise<void> {
  const { io } = run.session;
  const there = cards.filter(({ node }) => io.tree.exists(imageOf(run.folder, node.name)));
  const listed: ListedImage[] = [];
  for (const { node, card } of there) {
    const path = imageOf(run.folder, node.name);
    listed.push({
      ...{ node: node.name, role: node.role, address: node.address, board: node.board, cluster: run.cluster.name },
      url: pathToFileURL(path).href,
      size: io.tree.stat(path)?.size ?? 0,
      sha256: run.options.sums ? await summed(io, path) : undefined,
      epoch: card.plan.card.buildEpoch,
    });
  }
  await io.host.writeAtomic(`${run.folder}/os-list.json`, osList(listed), 0o600);
}

/** What an earlier run that was killed has left, too. */
function sweep({ tree }: Io, folder: string): void {
  for (const name of tree.list(folder)) if (name.endsWith(part)) tree.removeTree(`${folder}/${name}`);
}

/** Before the first gigabyte is copied. */
async function unfitNodes(io: Io, base: string, { path }: StockImage, cards: readonly NodeCard[]) {
  const disk = io.openDisk(path, "read");
  try {
    const { value, diagnostics } = await withBootPartition(disk, (partition) =>
      cards.flatMap(({ node }) =>
        unfitness(partition, node.os.image, node.board).map((each) => ({
          ...each,
          message: `${node.name}: ${each.message}`,
        })),
      ),
    );
    return [...diagnostics.map(withStockImage), ...(value ?? [])].map((each) => ({ ...each, subject: base }));
  } finally {
    disk.close();
  }
}

/** Of a file that is none of the images there is nothing more to say than where those are named. */
const withStockImage = (each: Diagnostic): Diagnostic =>
  each.notes.length > 0 ? each : { ...each, notes: [{ message: stockImage }] };

async function makeImage(
  run: Run,
  { node, card, payload }: NodeCard,
  copyTo: (path: string) => Promise<void>,
): Promise<readonly Diagnostic[]> {
  const { io } = run.session;
  const path = imageOf(run.folder, node.name);
  io.watch?.(`image of ${node.name}`);
  const copied = copyTo(`${path}${part}`);
  const files = [...card.render(), ...payload];
  await copied;
  if (io.interrupted()) return [interrupted(run.folder)];
  const disk = io.openDisk(`${path}${part}`, "copy");
  try {
    const refused = await putCard(disk, { files, image: node.os.image, board: node.board });
    if (refused.length > 0) return refused;
  } finally {
    disk.close();
  }
  await io.bulk.flush(`${path}${part}`);
  io.tree.rename(`${path}${part}`, path);
  return [];
}

const interrupted = (folder: string) =>
  fault("interrupted", "interrupted; images that are not whole were removed", {
    subject: folder,
    notes: ["run the same command again"],
  });

function summary({ folder, options }: Run, cards: readonly NodeCard[]): string {
  const names = cards.map(({ node }) => node.name);
  const list = names.length > 8 ? `${names.length} images` : names.map((name) => `${name}.img`).join(", ");
  const [first = ""] = names;
  return `${folder}/  ${list}\nNext: edgegen flash --profile ${typed(options.profile)}${withOut(options.out)} --node ${first}\n`;
}
