import type { Diagnostic, Result } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";
import type { BootFiles } from "./boot-partition.ts";
import { tokensOf, withTokens } from "./command-line.ts";
import { withManagedBlock } from "./config-txt.ts";
import { firmwareFiles } from "./firmware-files.ts";
import type { Content, Large } from "./large.ts";

/** A file of a card, as rendering gives it: `boot/...`, `cmdline.append`, `config.append`. */
export interface CardText {
  readonly path: string;
  readonly text: string;
}

/** A file that a card brings along as it was downloaded: `boot/...`. */
export interface CardDownload {
  readonly path: string;
  readonly content: Large;
}

export type CardFile = CardText | CardDownload;

/** A file of the boot partition as it shall be. */
export interface Write {
  readonly path: string;
  readonly content: Content;
}

/** What a card makes of a boot partition, and nothing that is so already. No value: it cannot be put there. */
export function cardWrites(partition: BootFiles, files: readonly CardFile[]): Result<readonly Write[]> {
  const copies = files
    .filter(({ path }) => path.startsWith("boot/"))
    .map((file) => ({ path: file.path.slice("boot/".length), content: contentOf(file) }));
  const { value: edits, diagnostics } = editsFor(partition, files);
  if (edits === undefined) return { diagnostics };
  const edited = edits.map((edit) => changed(partition, edit));
  const faults = edited.flatMap((each) => each.diagnostics);
  if (faults.length > 0) return { diagnostics: faults };
  const wanted = [...copies, ...edited.flatMap(({ value }) => value ?? [])].toSorted((a, b) => turn(a) - turn(b));
  return { value: wanted.filter(({ path, content }) => !partition.holds(path, content)), diagnostics: [] };
}

/**
 * The instance-id comes last, as cloud-init reads it: from meta-data, and before that from the command line. A card on which the rest
 * is new and these are not is still the one that it was before.
 */
const turns = [/^edgegen\//, /^user-data$/, /^config\.txt$/, /^meta-data$/, /cmdline\.txt$/];
const turn = ({ path }: Write) => turns.findIndex((pattern) => pattern.test(path));

const contentOf = (file: CardFile) => ("content" in file ? file.content : new TextEncoder().encode(file.text));

interface Edit {
  readonly path: string;
  /** Undefined: the text is not what it should be. */
  readonly change: (text: string) => string | undefined;
}

/** On Ubuntu from 25.10 on the live command line is not the one in the root (os_prefix), which stays as it is: nothing reads it. */
function editsFor(partition: BootFiles, files: readonly CardFile[]): Result<readonly Edit[]> {
  const append = (name: string) => files.flatMap((file) => ("text" in file && file.path === name ? file.text : []))[0];
  const [tokens, settings] = [append("cmdline.append"), append("config.append")];
  const firmware = firmwareFiles(partition);
  if (firmware?.cmdline === undefined) return unfit("the kernel command line that its config.txt names is not there");
  const lines = [firmware.cmdline, firmware.staged].flatMap((path) => path ?? []);
  const lineEdits = lines.map((path) => ({ path, change: (text: string) => withTokens(text, tokensOf(tokens ?? "")) }));
  const configEdit = { path: "config.txt", change: (text: string) => withManagedBlock(text, settings ?? "") };
  const edits = [...(tokens === undefined ? [] : lineEdits), ...(settings === undefined ? [] : [configEdit])];
  return { value: edits, diagnostics: [] };
}

function changed(partition: BootFiles, { path, change }: Edit): Result<Write> {
  const text = utf8(partition.read(path) ?? new Uint8Array());
  if (text === undefined) return unfit(`${path} on its boot partition is not UTF-8 text`);
  const after = change(text);
  if (after === undefined)
    return unfit(`${path} on its boot partition names no root= file system`, "it is no kernel command line");
  return { value: { path, content: new TextEncoder().encode(after) }, diagnostics: [] };
}

/** Keeps a byte order mark, so that what is not ours goes back as it came. */
function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function unfit(message: string, ...notes: readonly string[]): { readonly diagnostics: readonly Diagnostic[] } {
  return { diagnostics: [fault("image-unfit", message, { notes })] };
}
