import type { Cluster } from "../../model/cluster.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { fault } from "../../model/fault.ts";
import { isPlaceholder, secretNamed } from "../../model/placeholder.ts";
import { looksSecret } from "../../model/secret-key.ts";
import type { Path } from "../../model/tree.ts";
import { distinct, isKnown, nodesWith, type Rule, runsK3s, spanOf } from "../rule.ts";

/** Where any text may stand, so that no form tells what is none of the user's: the name of a network, passwords, what is passed on. */
export const notFilledIn: Rule = (cluster) => {
  const nodes = nodesWith(cluster, "role").filter(runsK3s);
  const passedOn = (key: "config" | "registries") =>
    distinct(nodes, (node) => node.k3s[key]).flatMap(({ node, index }) =>
      textsIn(node.k3s[key], ["nodes", index, "k3s", key]),
    );
  const { ssid, password } = cluster.network.wifi ?? {};
  const texts = [
    ...textsIn(ssid, ["network", "wifi", "ssid"]),
    ...textsIn(password, ["network", "wifi", "password"]),
    ...passedOn("config"),
    ...passedOn("registries"),
  ];
  return texts.filter(({ text }) => isPlaceholder(text)).flatMap((found) => report(cluster, found));
};

interface Found {
  readonly path: Path;
  readonly text: string;
}

function textsIn(value: unknown, path: Path): readonly Found[] {
  if (typeof value === "string") return [{ path, text: value }];
  if (Array.isArray(value)) return value.flatMap((item, index) => textsIn(item, [...path, index]));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => textsIn(inner, [...path, key]));
}

function report(cluster: Cluster, { path, text }: Found): readonly Diagnostic[] {
  if (!isKnown(cluster, path)) return [];
  const span = spanOf(cluster, ...path);
  const secret = path.some((step) => typeof step === "string" && looksSecret(step));
  const name = secretNamed(text);
  const mayRefer = secret || path.includes("registries");
  const notes = [
    mayRefer
      ? "write `{secret: NAME}`, and store the value with `edgegen secrets set NAME --profile NAME`"
      : "write the value itself",
  ];
  const suggestion = mayRefer && span && name !== undefined ? { span, text: `{secret: ${name}}` } : undefined;
  const message = "edgegen fills in nothing: this text is used as it stands";
  return [fault("not-filled-in", message, { span, notes: suggestion ? [] : notes, suggestion, secret })];
}
