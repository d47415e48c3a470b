import { fault } from "../../model/fault.ts";
import { parseRancherVersion, rancherSupport, supportTableDate } from "../../model/versions.ts";
import { isKnown, type Rule, spanOf } from "../rule.ts";

/** What edgegen does not know it cannot check, nor switch the right features for. */
export const rancherVersionUnknown: Rule = (cluster) => {
  const version = parseRancherVersion(cluster.rancher?.version ?? "");
  if (version === undefined || !isKnown(cluster, ["rancher", "version"])) return [];
  if (version.major === 2 && rancherSupport.has(version.minor)) return [];
  const minors = [...rancherSupport.keys()];
  const notes = [`known are v2.${Math.min(...minors)} to v2.${Math.max(...minors)} (as of ${supportTableDate})`];
  const message = `edgegen does not know Rancher v${version.major}.${version.minor}, nor which K3s it manages`;
  return [fault("rancher-version-unknown", message, { span: spanOf(cluster, "rancher", "version"), notes })];
};
