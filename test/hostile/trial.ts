import type { Host } from "../../src/host/host.ts";
import { HostError } from "../../src/host/host.ts";
import type { Bundle } from "../../src/model/bundle.ts";
import type { Templates } from "../../src/model/plan.ts";
import { compileCards, compileLaptop, type Read, readCluster } from "../../src/pipeline.ts";
import { memoryHost } from "../support/memory-host.ts";
import type { Corpus } from "./corpus.ts";
import type { Input } from "./mutate.ts";
import { unsound } from "./sound.ts";

/** What edgegen is tried with. */
export interface Laboratory {
  readonly corpus: Corpus;
  readonly bundle: Bundle;
  readonly templates: Templates;
}

export interface Outcome {
  readonly kind: "refused" | "accepted" | "wrong";
  /** Of what is wrong: thrown, or said in a way that nobody should see. */
  readonly reason?: string;
}

/** Reads a profile, looks at what is said of it, and makes a card of it where nothing is wrong with it. Never throws. */
export async function trial({ corpus, bundle, templates }: Laboratory, input: Input): Promise<Outcome> {
  try {
    const read = await readCluster(hostOf(corpus, input), input.path);
    const faults = [...unsound(read.diagnostics, read.sources), ...refusalFaults(read)];
    if (faults.length > 0) return { kind: "wrong", reason: faults.slice(0, 3).join("\n") };
    if (read.cluster === undefined) return { kind: "refused" };
    const plan = { cluster: read.cluster, bundle, templates, seedImages: false };
    compileLaptop(plan, "lab");
    for (const card of compileCards(plan)) {
      card.render();
      break;
    }
    return { kind: "accepted" };
  } catch (error) {
    return { kind: "wrong", reason: `thrown: ${error instanceof Error ? error.stack : String(error)}` };
  }
}

/** Where a profile is refused, at least one error says where; but of a file that is no text, it can only say which. */
function refusalFaults({ cluster, diagnostics }: Read): readonly string[] {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (cluster !== undefined) return errors.length > 0 ? ["accepted, with an error"] : [];
  const placed = errors.some(({ span, subject }) => span !== undefined || subject !== undefined);
  return placed ? [] : ["refused, but nobody is told where"];
}

function hostOf({ files }: Corpus, { path, bytes }: Input): Host {
  const host = memoryHost(files);
  return {
    ...host,
    readText: async (name) => (name === path ? decoded(name, bytes) : host.readText(name)),
  };
}

function decoded(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new HostError(path, "EILSEQ");
  }
}
