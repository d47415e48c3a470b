import { type Document, isMap, isScalar, type Scalar, type YAMLMap } from "yaml";
import type { Diagnostic } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";

/** Kinds whose names are DNS names; those of roles and others may hold almost anything: https://kubernetes.io/docs/concepts/overview/working-with-objects/names. */
const dnsNamed =
  /^(?:Namespace|ConfigMap|Secret|Service|ServiceAccount|Pod|Deployment|DaemonSet|StatefulSet|Job|CronJob|Ingress|PersistentVolumeClaim)$/;
const dnsName = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/;

/** What the API refuses for certain, so that K3s tries it again for ever. A template may stand in a value, as in rules of Prometheus, but in no name. */
export function contentFaults(file: string, { contents }: Document): readonly Diagnostic[] {
  if (!isMap(contents)) return [];
  const kind = String(contents.get("kind"));
  const says = (node: Scalar, message: string, more: { notes?: readonly string[]; mended?: string }) => {
    const [start = 0, end = 0] = node.range ?? [];
    const span = { file, start, end };
    const suggestion = more.mended === undefined ? undefined : { span, text: more.mended };
    return fault("bad-manifest", message, { span, notes: more.notes, suggestion, secret: kind === "Secret" });
  };
  const names = ["name", "namespace"].flatMap((key) => scalarAt(contents, ["metadata", key]));
  const templates = names.filter(({ value }) => /\{\{/.test(String(value)));
  if (templates.length > 0)
    return templates.map((node) =>
      says(node, "a template that is not filled in", {
        notes: ["K3s fills in nothing: name what `helm template` prints, or write a HelmChart (docs.k3s.io/helm)"],
      }),
    );
  const misnamed = names.filter(({ value }) => dnsNamed.test(kind) && !dnsName.test(String(value)));
  return [
    ...misnamed.map((node) =>
      says(node, `${JSON.stringify(String(node.value))} is no name for a ${kind}`, {
        notes: ["expected: lower-case letters, digits, `-` and `.`"],
      }),
    ),
    ...notText(contents, kind).map((node) =>
      says(
        node,
        `what a ${kind} holds is text`,
        kind === "Secret" ? {} : { mended: JSON.stringify(node.source ?? String(node.value)) },
      ),
    ),
  ];
}

function scalarAt(map: YAMLMap, path: readonly string[]): readonly Scalar[] {
  const node = map.getIn(path, true);
  return isScalar(node) ? [node] : [];
}

function notText(contents: YAMLMap, kind: string): readonly Scalar[] {
  if (!/^(?:ConfigMap|Secret)$/.test(kind)) return [];
  return ["data", "stringData"].flatMap((key) => {
    const data = contents.get(key, true);
    const values = isMap(data) ? data.items.map(({ value }) => value) : [];
    return values.filter(isScalar).filter(({ value }) => typeof value === "number" || typeof value === "boolean");
  });
}
