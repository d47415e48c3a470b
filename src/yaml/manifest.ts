import { type Document, isMap, isScalar, isSeq } from "yaml";
import type { Diagnostic } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";
import { contentFaults } from "./object-faults.ts";

/** K3s deploys each document of a file as an object, and none of them when one says no `kind`: pkg/deploy of k3s-io/k3s. */
export function objectFaults(file: string, documents: readonly Document[]): readonly Diagnostic[] {
  return documents.flatMap((document) => {
    const reason = noObject(document);
    const [start = 0] = document.contents?.range ?? [];
    const span = { file, start, end: start + 1 };
    const notes = ["K3s deploys the documents of a file as they stand: each needs `apiVersion` and `kind`"];
    return reason === undefined
      ? contentFaults(file, document)
      : [fault("bad-manifest", `this is no object of Kubernetes: ${reason}`, { span, notes })];
  });
}

/** A document of remarks alone is passed over. */
function noObject({ contents }: Document): string | undefined {
  if (contents === null || (isScalar(contents) && contents.value === null)) return undefined;
  if (!isMap(contents)) return `it is ${isSeq(contents) ? "a list" : "one value"}`;
  const missing = ["apiVersion", "kind"].filter((key) => typeof contents.get(key) !== "string");
  return missing.length === 0 ? undefined : `it has no ${missing.join(" and no ")}`;
}
