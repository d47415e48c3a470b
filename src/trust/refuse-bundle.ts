import type { Bundle } from "../model/bundle.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";
import { fingerprint } from "./fingerprint.ts";

/** The tree of an earlier build. Its kubeconfig and SSH key may be the last way into nodes that run. */
export interface Built {
  /** The folder: out/<cluster>. */
  readonly target: string;
  /** The fingerprint of the bundle that it was built with, where its manifest names one. */
  readonly trust: string | undefined;
}

/**
 * Why a bundle, or a new one where there is none, must not be made, extended or built with: another would make a stranger of every card
 * that is out there. Undefined: it may.
 * @param path of the bundle, as the user knows it
 */
export function refuseBundle(
  path: string,
  bundle: Bundle | undefined,
  built: Built | undefined,
): Diagnostic | undefined {
  if (!built) return undefined;
  if (!bundle) return lost(path, built.target);
  return built.trust === undefined || built.trust === fingerprint(bundle) ? undefined : stranger(path, built.target);
}

const lost = (path: string, target: string) =>
  fault("bundle-missing", "the bundle that this cluster was built with is gone", {
    subject: path,
    notes: ["restore it from a backup", startAnew(target)],
  });

const stranger = (path: string, target: string) =>
  fault("bundle-of-another", `${target} was built with another bundle: nodes made from it do not trust this one`, {
    subject: path,
    notes: ["restore the bundle that it was built with", startAnew(target)],
  });

const startAnew = (target: string) =>
  `to start a new cluster, with new cards for every node, move ${target} away first: it holds the keys to the old one`;
