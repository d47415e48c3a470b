import type { BoardId } from "./boards.ts";
import type { Role } from "./cluster.ts";
import type { ImageId } from "./images.ts";

/** The files below templates/, by their path there. */
export type Templates = ReadonlyMap<string, string>;

/** What a file will contain, as data. Rendering turns it into bytes and decides nothing. */
export type Content =
  | { readonly kind: "text"; readonly text: string }
  /** A file of templates/, filled with `data`. Templates are for scripts, units and plain text only. */
  | { readonly kind: "template"; readonly template: string; readonly data: Readonly<Record<string, unknown>> }
  | { readonly kind: "yaml"; readonly data: unknown }
  | { readonly kind: "json"; readonly data: unknown };

/** A file that cloud-init writes on the node. */
export interface NodeFile {
  /** Absolute. */
  readonly path: string;
  readonly mode: "0600" | "0644" | "0755" | "0440" | "0700";
  readonly content: Content;
  /** The system edits it later, rightly: the node does not compare it with what was written. */
  readonly edited?: true;
  /** Holds a secret: its text never appears in a diagnostic, a diff or a log. */
  readonly secret?: true;
}

/** One step of the first boot, in the order in which the node runs them. */
export interface Step {
  /** Also the name of its module below /usr/local/lib/edgegen/steps/. */
  readonly name: string;
  /** Runs at every boot, not only when its inputs changed. */
  readonly everyBoot?: true;
  /** What the step needs to know; it reaches the step's `run` as a dict. */
  readonly data: Readonly<Record<string, unknown>>;
  /** Files (absolute paths) whose content is also an input of the step. */
  readonly files: readonly string[];
}

/** What one part of a node contributes to its card. */
export interface NodePart {
  readonly files: readonly NodeFile[];
  readonly steps: readonly Step[];
}

/** A file of the card as it lies below `out/<cluster>/<node>/` or at the top of `out/<cluster>/`. */
export interface CardFile {
  readonly path: string;
  readonly mode: "0600" | "0644";
  readonly content: Content;
}

/** Everything that one card will be, named by its hash. */
export interface CardPlan {
  readonly node: string;
  readonly role: Role;
  readonly address: string;
  /** sha256 over all that follows and the templates it names: the card's identity, and the source of its instance-id. */
  readonly id: string;
  /** `<node>-<first 12 digits of id>`; the hyphen matters, cloud-init's key is `instance-id`. */
  readonly instanceId: string;
  readonly nodeFiles: readonly NodeFile[];
  readonly steps: readonly Step[];
  /** cloud-config without write_files and without bootcmd, which rendering adds. */
  readonly cloudConfig: Readonly<Record<string, unknown>>;
  /** The template of the command that cloud-init runs first at every boot; it is filled with `instanceId`. */
  readonly bootTemplate: string;
  readonly networkConfig: Readonly<Record<string, unknown>>;
  readonly card: CardFacts;
  readonly seedImage: boolean;
  /** What is copied onto the card as it is: large, and none of it secret. A step names it with its sum, so that it is part of the id. */
  readonly payload: readonly PayloadFile[];
}

/** A file that a download made, by what it is. */
export interface PayloadFile {
  /** Like that of a {@link CardFile}. */
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
}

/** What the node's own code knows of its card: /etc/edgegen/card.json without the hashes that rendering adds. */
export interface CardFacts {
  readonly cluster: string;
  readonly node: string;
  readonly role: Role;
  readonly address: string;
  readonly prefixLength: number;
  readonly gateway: string;
  readonly interface: string | null;
  readonly mac: string | null;
  readonly image: ImageId;
  readonly board: BoardId;
  readonly arch: "arm64" | "amd64";
  readonly memoryMiB: number;
  /** Seconds since 1970; the node's clock is never below it. */
  readonly buildEpoch: number;
  /** Mount point of the FAT partition; null: the node mounts LABEL=CIDATA itself when it needs it. */
  readonly bootMount: string | null;
  /** Tokens that the live cmdline.txt must carry; empty on generic images. */
  readonly cmdline: readonly string[];
}
