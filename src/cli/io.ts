import type { Bulk } from "../host/bulk.ts";
import type { Disk, DiskAccess } from "../host/disk.ts";
import type { Host } from "../host/host.ts";
import type { OutputTree } from "../host/output-tree.ts";
import type { PartFile } from "../host/part-file.ts";
import type { Processes } from "../host/processes.ts";
import type { Web } from "../host/web.ts";
import type { Templates } from "../model/plan.ts";
import type { Entropy } from "../trust/entropy.ts";

/** Everything that a verb can touch. The real one is process-io.ts; tests pass one that keeps what is printed. */
export interface Io {
  readonly host: Host;
  readonly tree: OutputTree;
  readonly processes: Processes;
  readonly openDisk: (path: string, access: DiskAccess) => Disk;
  readonly bulk: Bulk;
  readonly openPart: (path: string, access: "read" | "add") => Promise<PartFile>;
  readonly web: Web;
  /** Where downloads are kept that several clusters may share. */
  readonly cacheFolder: string;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** All of standard input, for secrets: they never stand in an argument list. Reads no further when it has more than `limit` bytes. */
  readonly stdin: (limit: number) => Promise<string>;
  /** Where a person types, instead: a line that is not shown. Undefined: that person gave up. */
  readonly ask: ((question: string) => Promise<string | undefined>) | undefined;
  /** The same with the line shown, where somebody also sees what is printed. */
  readonly askShown: ((question: string) => Promise<string | undefined>) | undefined;
  /** Where a person watches: a line that replaces the one before it; an empty one takes it away. */
  readonly watch: ((line: string) => void) | undefined;
  /** Milliseconds since some moment, for rates that a person sees and for nothing else. */
  readonly clock: () => number;
  readonly terminal: { readonly colour: boolean; readonly width: number };
  readonly templates: () => Promise<Templates>;
  readonly entropy: Entropy;
  /** True once the user asked to stop. */
  readonly interrupted: () => boolean;
  /** The program that runs this one: node. */
  readonly runtime: string;
  readonly generator: string;
  readonly version: string;
}
