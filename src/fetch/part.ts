import type { Checksum } from "../host/bulk.ts";
import type { OutputTree } from "../host/output-tree.ts";
import type { PartFile } from "../host/part-file.ts";
import type { Trying } from "./retry.ts";

/** What downloading needs beside the network. */
export interface Downloading extends Trying {
  readonly tree: Pick<OutputTree, "exists" | "rename" | "removeTree">;
  readonly openPart: (path: string, access: "read" | "add") => Promise<PartFile>;
  readonly checksum: () => Checksum;
  /** Seconds without a byte after which a new connection is tried. */
  readonly patience: number;
  /** So many bytes came. */
  readonly came: (bytes: number) => void;
}

/** What came is not what the lock names; it has been deleted. */
export class WrongContent extends Error {}

/** What is on its way: the bytes that are there, and their sum so far. */
export interface Part {
  readonly file: PartFile;
  sum: Checksum;
  /** So many of them are from an earlier run or another source: when the sum is wrong, they may be why. */
  inherited: number;
}

export async function startAnew(io: Downloading, part: Part): Promise<void> {
  await part.file.empty();
  part.sum = io.checksum();
  part.inherited = 0;
}
