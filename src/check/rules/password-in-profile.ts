import { fault } from "../../model/fault.ts";
import { ownedK3sKeys } from "../../model/owned-k3s-keys.ts";
import { isPlaceholder } from "../../model/placeholder.ts";
import { looksSecret, urlPasswords } from "../../model/secret-key.ts";
import type { Path } from "../../model/tree.ts";
import { freeTexts } from "../free-texts.ts";
import { isKnown, keySpanOf, type Rule } from "../rule.ts";

/** How a registry is logged in to: https://docs.k3s.io/installation/private-registry. */
const logins = ["password", "auth", "identity_token"];

/** Flags that are called like a secret and hold a name. */
const names = /^(?:etcd-s3-access-key|etcd-s3-config-secret|.*-file)\+?$/;

/** A profile is copied, committed and mailed; what it names by `{secret: NAME}` stays in the bundle. */
export const passwordInProfile: Rule = (cluster) =>
  freeTexts(cluster).flatMap(({ path, text }) => {
    const note = isPlaceholder(text) ? undefined : remedy(path, text);
    if (note === undefined || !isKnown(cluster, path)) return [];
    const message = "this password stands in the profile, for everybody who reads it";
    return [fault("password-in-profile", message, { span: keySpanOf(cluster, ...path), notes: [note], secret: true })];
  });

/** What to do about a text that is a password or has one in it. What only waits to be filled in is nobody's password. */
function remedy(path: Path, text: string): string | undefined {
  const key = String(path.at(-1));
  if (path[1] === "wifi") return key === "password" ? asSecret("wifi") : undefined;
  if (path[3] === "config") return inConfig(String(path[4]), text);
  if (path.at(-2) === "auth" && logins.includes(key)) return asSecret("registry");
  const isUrl = path[4] === "mirrors" && urlPasswords(text).length > 0;
  return isUrl
    ? "the login belongs into `configs`: `HOST: {auth: {username: ..., password: {secret: registry}}}`"
    : undefined;
}

/** @param name for the secret that may stand there instead */
const asSecret = (name: string) =>
  `write \`{secret: ${name}}\` here, and store it with \`edgegen secrets set ${name} --profile NAME\``;

function inConfig(key: string, text: string): string | undefined {
  if (ownedK3sKeys.has(key.replace(/\+$/, "")) || names.test(key)) return undefined;
  if (key === "etcd-s3-secret-key")
    return "K3s reads it from a Secret of the namespace kube-system too: `etcd-s3-config-secret: NAME`";
  if (!looksSecret(key) && urlPasswords(text).length === 0) return undefined;
  return "no `{secret: NAME}` may stand in `k3s.config`: keep this profile where only you can read it";
}
