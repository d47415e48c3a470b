import type { CardFile, CardPlan, Templates } from "../model/plan.ts";
import { printYaml } from "../yaml/print.ts";
import { renderContent } from "./content.ts";
import { renderUserData } from "./user-data.ts";

/** A file as it will lie on the disk; `path` is relative to the folder it belongs to. */
export interface RenderedFile {
  readonly path: string;
  readonly mode: number;
  readonly text: string;
}

/** All files of one card but its archives, sorted by path. `extra` are those that the planner names beside the cloud-init seed. */
export function renderCard(card: CardPlan, extra: readonly CardFile[], templates: Templates): readonly RenderedFile[] {
  const seed = [
    { path: "boot/user-data", mode: 0o600, text: renderUserData(card, templates) },
    { path: "boot/network-config", mode: 0o600, text: printYaml(card.networkConfig) },
  ];
  return [...seed, ...renderFiles(extra, templates)].sort((a, b) => (a.path < b.path ? -1 : 1));
}

export function renderFiles(files: readonly CardFile[], templates: Templates): readonly RenderedFile[] {
  return files.map(({ path, mode, content }) => ({
    path,
    mode: Number.parseInt(mode, 8),
    text: renderContent(templates, content).text,
  }));
}
