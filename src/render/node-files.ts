import type { CardPlan, NodeFile, Templates } from "../model/plan.ts";
import { cardJson } from "./card-json.ts";
import { renderContent } from "./content.ts";

/** A file as cloud-init writes it on the node. */
export interface RenderedNodeFile {
  readonly path: string;
  readonly mode: NodeFile["mode"];
  readonly content: string;
  /** The system edits it later, rightly. */
  readonly edited: boolean;
}

/** What the node's code knows of its card is a file of the card like the others. */
export const cardJsonFile = { path: "/etc/edgegen/card.json", mode: "0600" } as const;

/** The files of the card's user-data, in its order, for whoever wants to hold a node against them. */
export function renderNodeFiles(card: CardPlan, templates: Templates): readonly RenderedNodeFile[] {
  const files = card.nodeFiles.map(({ path, mode, content, edited = false }) => ({
    path,
    mode,
    content: renderContent(templates, content).text,
    edited,
  }));
  return [{ ...cardJsonFile, content: cardJson(card, templates), edited: false }, ...files];
}
