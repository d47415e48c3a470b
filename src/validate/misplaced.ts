import type { Diagnostic } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";
import { looksSecret } from "../model/secret-key.ts";
import { looksRandom, secretText } from "../model/secret-text.ts";
import type { Span } from "../model/span.ts";
import type { Path } from "../model/tree.ts";

/** Keys behind which anything may stand that is no secret: a sum in a path, a commit in a label. */
const free = new Set(["labels", "taints", "manifests", "include", "file", "ssid", "config", "registries", "download"]);
const label = /^[a-z0-9-]{1,63}$/;

/** No key and no token is as short. */
const shortest = 20;

/** What a text is that was pasted where a name belongs; nobody may read it, so it must not get into any other message. */
export function misplaced(path: Path, text: string): string | undefined {
  if (text.length < shortest || belongsThere(path)) return undefined;
  const found = secretText(text);
  if (found !== undefined) return isPublicKey(path, found) ? undefined : found;
  const isFree = path.some((step) => typeof step === "string" && free.has(step));
  const fits = isFree ? text.length <= 63 : label.test(text);
  return !fits && looksRandom(text) && !isKeyList(path) ? "most likely a key or a token" : undefined;
}

const belongsThere = (path: Path) =>
  path.some((step) => typeof step === "string" && (step === "auth" || looksSecret(step)));

const isKeyList = (path: Path) => path[0] === "access" && path[1] === "ssh_authorized_keys";

/** On the list of keys a rule says more, also of a private one. */
const isPublicKey = (path: Path, what: string) => isKeyList(path) && /SSH key|private key|PEM/.test(what);

export function misplacedFault(place: string, what: string, span: Span): Diagnostic {
  const notes = [advice(what), "it was in a file for all to read: make a new one if anybody has seen it"];
  return fault("secret-misplaced", `${place} is ${what}`, {
    span,
    notes: what === "an SSH key" ? notes.slice(0, 1) : notes,
    secret: true,
  });
}

function advice(what: string): string {
  if (what.endsWith("of K3s"))
    return "leave it out: edgegen makes the tokens of a cluster itself, and each card gets its own";
  if (what === "an SSH key") return "keys that may log in stand in access.ssh_authorized_keys";
  return what === "a key of age"
    ? "edgegen reads it from a file: --identity FILE"
    : "secrets stand behind {secret: NAME}, in the trust bundle";
}
