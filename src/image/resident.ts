import type { BootFiles } from "./boot-partition.ts";
import { tokensOf } from "./command-line.ts";
import { firmwareFiles } from "./firmware-files.ts";

/** As which instance a card has been set up, and whether a node has run with it. */
export interface Resident {
  readonly instanceId: string;
  readonly hasRun: boolean;
}

/** Undefined: nobody has put a card's files there yet. The command line wins, as for cloud-init. */
export function residentOf(files: BootFiles): Resident | undefined {
  const text = (path: string | undefined) =>
    new TextDecoder().decode(path === undefined ? undefined : files.read(path, 65_536));
  const token = tokensOf(text(firmwareFiles(files)?.cmdline)).find((each) => each.startsWith("ds=nocloud;i="));
  const instanceId = token?.slice("ds=nocloud;i=".length) ?? /^instance-id: *(\S+)/m.exec(text("meta-data"))?.[1];
  // Before a node's first report there is what the card came with.
  const hasRun = text("edgegen/status.txt").startsWith("edgegen status of ");
  return instanceId === undefined ? undefined : { instanceId, hasRun };
}

/** What the node itself overwrites when it has run: the secrets that were there, and its report. */
export const overwritten: readonly string[] = ["user-data", "network-config", "edgegen/status.txt"];
