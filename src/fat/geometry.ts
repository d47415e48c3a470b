import { type Sectors, sectorSize } from "./sectors.ts";

/** Where the parts of a FAT16 or FAT32 file system lie, in sectors. Microsoft's FAT specification, sections 3 and 4. */
export interface Geometry {
  readonly kind: 16 | 32;
  /** The first table, and how many copies of what length follow each other. */
  readonly tables: { readonly first: number; readonly count: number; readonly length: number };
  /** FAT16 keeps its root directory before the clusters. */
  readonly root: { readonly first: number; readonly count: number } | { readonly cluster: number };
  /** Cluster 2 begins here. */
  readonly data: number;
  readonly perCluster: number;
  readonly clusters: number;
  readonly fsInfo: number | undefined;
}

/** Undefined: FAT12, or nothing that can be reckoned with. */
export function geometryOf(sectors: Sectors): Geometry | undefined {
  const boot = sectors.read(0, 1);
  const view = new DataView(boot.buffer, boot.byteOffset, boot.byteLength);
  const [short, long] = [view.getUint16(22, true), view.getUint32(36, true)];
  const tables = { first: view.getUint16(14, true), count: view.getUint8(16), length: short || long };
  const perCluster = view.getUint8(13);
  const rootSectors = Math.ceil((view.getUint16(17, true) * 32) / sectorSize);
  const rootFirst = tables.first + tables.count * tables.length;
  const data = rootFirst + rootSectors;
  const total = view.getUint16(19, true) || view.getUint32(32, true);
  if (view.getUint16(11, true) !== sectorSize || perCluster === 0 || tables.count === 0) return undefined;
  const clusters = Math.floor((total - data) / perCluster);
  if (clusters < 4085 || total > sectors.count) return undefined;
  if (clusters < 65525)
    return {
      kind: 16,
      tables,
      root: { first: rootFirst, count: rootSectors },
      data,
      perCluster,
      clusters,
      fsInfo: undefined,
    };
  return {
    kind: 32,
    tables,
    root: { cluster: view.getUint32(44, true) },
    data,
    perCluster,
    clusters,
    fsInfo: view.getUint16(48, true),
  };
}

/** In which cluster a sector lies; undefined: before the first. */
export const clusterOf = ({ data, perCluster }: Geometry, sector: number): number | undefined =>
  sector < data ? undefined : 2 + Math.floor((sector - data) / perCluster);

export const firstSectorOf = ({ data, perCluster }: Geometry, cluster: number) => data + (cluster - 2) * perCluster;
