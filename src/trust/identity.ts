import type { Host } from "../host/host.ts";
import type { Result } from "../model/diagnostic.ts";
import { noIdentity, recipientsOf } from "./seal.ts";
import { readSecretFile, whileReading } from "./secret-file.ts";

/** What `--identity` names: secret keys that open a bundle, and the public sides of them, for which it is sealed. */
export interface Identity {
  readonly text: string;
  /** At least one. */
  readonly recipients: readonly string[];
}

export function readIdentity(host: Host, path: string): Promise<Result<Identity>> {
  return whileReading(async () => {
    const { value: text, diagnostics } = await readSecretFile(host, { path, what: "an age identity" });
    if (text === undefined) return { diagnostics };
    const recipients = await recipientsOf(text);
    return recipients.length > 0 ? { value: { text, recipients }, diagnostics } : { diagnostics: [noIdentity(path)] };
  });
}
