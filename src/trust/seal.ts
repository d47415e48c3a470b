import type { Diagnostic, Result } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";

const armorMark = "-----BEGIN AGE ENCRYPTED FILE-----";
const binaryMark = "age-encryption.org/v1";

/** Whether a text is a file that age has encrypted, in either of its two forms. https://age-encryption.org/v1 */
export function isSealed(text: string): boolean {
  const start = text.trimStart();
  return start.startsWith(armorMark) || start.startsWith(binaryMark);
}

/**
 * Encrypts a bundle's text with age, armored, so that the `age` program opens it too.
 * @param recipients public keys (`age1...`) that {@link checkRecipients} had nothing against
 */
export async function sealBundle(text: string, recipients: readonly string[]): Promise<string> {
  const age = await import("age-encryption");
  // age itself would encrypt for nobody, and the bundle would be lost.
  if (recipients.length === 0) throw new Error("a bundle is sealed for at least one recipient");
  const encrypter = new age.Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  return age.armor.encode(await encrypter.encrypt(text));
}

/** Whether a bundle can be sealed for these: age's native public keys, at least one. */
export async function checkRecipients(recipients: readonly string[]): Promise<readonly Diagnostic[]> {
  const { Encrypter } = await import("age-encryption");
  if (recipients.length === 0)
    return [fault("bad-recipient", "nobody is named whom the bundle is sealed for", { notes: [nameOne, makeOne] })];
  const bad = recipients.filter((recipient) => throws(() => new Encrypter().addRecipient(recipient)));
  return bad.map((recipient) =>
    fault("bad-recipient", `${shown(recipient)} is not an age recipient`, { notes: [makeOne] }),
  );
}

const nameOne = "name them: --recipient age1..., or --identity FILE for yourself";
const makeOne = "a recipient begins with age1; `age-keygen -o key.txt` makes an identity and shows its recipient";

/** A secret key given by mistake stays secret. */
function shown(recipient: string): string {
  return /^AGE-SECRET-KEY/i.test(recipient) ? "a secret key" : `"${recipient}"`;
}

/** The text of a sealed bundle. @param identityFile what `age-keygen` writes: a secret key a line, `#` for comments */
export async function openSealed(text: string, identityFile: string): Promise<Result<string>> {
  const age = await import("age-encryption");
  if (text.trimStart().startsWith(binaryMark)) return { diagnostics: [binary()] };
  const decrypter = new age.Decrypter();
  const usable = identitiesIn(identityFile).filter((line) => !throws(() => decrypter.addIdentity(line)));
  if (usable.length === 0) return { diagnostics: [noIdentity()] };
  try {
    return { value: await decrypter.decrypt(age.armor.decode(text), "text"), diagnostics: [] };
  } catch (error) {
    return { diagnostics: [notOpened(error)] };
  }
}

/** The public sides of an identity file, for sealing to oneself; none where it holds no key that age-encryption knows. */
export async function recipientsOf(identityFile: string): Promise<readonly string[]> {
  const { identityToRecipient, Decrypter } = await import("age-encryption");
  const usable = identitiesIn(identityFile).filter((line) => !throws(() => new Decrypter().addIdentity(line)));
  return Promise.all(usable.map((line) => identityToRecipient(line)));
}

function identitiesIn(identityFile: string): readonly string[] {
  const lines = identityFile.split("\n").map((line) => line.trim());
  return lines.filter((line) => line !== "" && !line.startsWith("#"));
}

/** @param path of the file that was to be one */
export function noIdentity(path?: string): Diagnostic {
  const notes = [
    "it should hold a line AGE-SECRET-KEY-1..., as age-keygen writes it; SSH keys and identities with a passphrase do not work",
  ];
  return fault("bundle-sealed", "the identity file holds no age identity", { subject: path, notes });
}

function binary(): Diagnostic {
  const notes = ["edgegen reads the armored form: open it with age, and seal it with edgegen secrets encrypt"];
  return fault("bundle-sealed", "the bundle is sealed in age's binary form", { notes });
}

/** age-encryption throws plain errors; this is the only one that means a wrong key rather than a damaged file. */
function notOpened(error: unknown): Diagnostic {
  if (error instanceof Error && error.message.startsWith("no identity matched"))
    return fault("bundle-sealed", "the bundle was sealed for somebody else: this identity does not open it", {
      notes: ["name the identity of somebody for whom it was sealed: `age-keygen -y FILE` shows the recipient of each"],
    });
  const notes = ["restore it from a backup: edgegen never overwrites it"];
  return fault("bundle-damaged", "the sealed bundle is damaged or was cut", { notes });
}

function throws(action: () => void): boolean {
  try {
    action();
    return false;
  } catch {
    return true;
  }
}
