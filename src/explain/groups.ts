import { type Code, catalogue } from "../model/catalogue.ts";

/** A stretch of the catalogue. */
export interface Group {
  readonly title: string;
  readonly codes: readonly Code[];
}

/** Where each group begins; it ends where the next one does. */
const beginnings: Partial<Record<Code, string>> = {
  "file-unreadable": "Files",
  "unknown-key": "Shape of the profile",
  "bad-name": "Names, addresses, network",
  "no-control-plane": "Roles",
  "bad-label": "Labels, taints, manifests",
  "board-image-mismatch": "Boards, images, memory",
  "ssh-key-malformed": "Access",
  "timezone-unknown": "The operating system",
  "bad-version": "Versions",
  "owned-key": "Configuration of K3s",
  "secret-unfit": "The trust bundle",
  "not-writable": "Output",
  "program-missing": "Booting",
  "not-an-image": "Images and cards",
  "lock-damaged": "The lock and downloads",
};

/** All codes in the order of the catalogue. */
export function groups(): readonly Group[] {
  const found: { title: string; codes: Code[] }[] = [];
  for (const code of Object.keys(catalogue) as Code[]) {
    const title = beginnings[code];
    if (title !== undefined) found.push({ title, codes: [] });
    found.at(-1)?.codes.push(code);
  }
  return found;
}
