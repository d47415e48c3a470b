import type { Bundle } from "../model/bundle.ts";
import type { Cluster } from "../model/cluster.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";
import { checkWifiSecret } from "./secret-references.ts";

/** In bytes. Nothing that a radio or a registry asks for is as long; a file that was named by mistake may be. */
export const longestSecret = 1024 * 1024;

/** The bundle with one of the user's own secrets set or replaced: the `NAME` of a `{secret: NAME}` in the profile. */
export function setUserSecret(bundle: Bundle, name: string, value: string): Bundle {
  return { ...bundle, userSecrets: new Map([...bundle.userSecrets, [name, value]]) };
}

const reserved = ["server-token", "agent-token", "rancher-bootstrap-password"];

/** Why a secret of the user's own cannot be called so. */
export function checkSecretName(name: string): readonly Diagnostic[] {
  if (reserved.includes(name)) return [wrong(`"${name}" is edgegen's own secret`, "take another name for yours")];
  if (/^[a-z0-9](?:[a-z0-9_-]{0,62}[a-z0-9])?$/.test(name)) return [];
  return [wrong(`"${name}" is not a name for a secret`, "lower-case letters, digits, _ and -, at most 64")];
}

/** Why a value cannot be stored, or would be of no use where the profile wants it. Says nothing of the value. */
export function checkSecretValue(cluster: Cluster, name: string, value: string): readonly Diagnostic[] {
  const example = `for example: edgegen secrets set ${name} --profile NAME < password.txt`;
  if (value === "") return [wrong(`no value for "${name}": nothing was typed, or standard input was empty`, example)];
  if (new TextEncoder().encode(value).length > longestSecret)
    return [wrong(`the value for "${name}" is longer than 1 MiB`, "is it the right file?")];
  if (/\p{Cc}/u.test(value)) return [wrong(`the value for "${name}" is more than one line of text`, noControls)];
  // Where text was made of the bytes, this stands for each that is none.
  if (value.includes("\ufffd")) return [wrong(`the value for "${name}" is not UTF-8 text`, "save it as UTF-8")];
  return checkWifiSecret(cluster, new Map([[name, value]]), () => "nothing was stored: run the same command again");
}

const noControls = "line breaks and control characters cannot stand in the files that secrets go to";

const wrong = (message: string, note: string) => fault("unknown-secret", message, { notes: [note] });
