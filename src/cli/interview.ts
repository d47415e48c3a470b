import { type Settled, settle, type Wishes } from "../init/wishes.ts";
import { boardIds } from "../model/boards.ts";
import { imageIds } from "../model/images.ts";

/** Shows a question and gives the line that was typed; undefined: the person gave up. */
export type Ask = (question: string) => Promise<string | undefined>;

interface Question {
  readonly text: string;
  readonly usual: (settled: Settled) => string;
  /** What the answer wishes for, or what is to be typed instead. */
  readonly read: (answer: string) => Wishes | string;
}

const questions: readonly Question[] = [
  { text: "network of the nodes", usual: ({ subnet }) => subnet, read: (subnet) => ({ subnet }) },
  { text: "its router", usual: ({ gateway }) => gateway, read: (gateway) => ({ gateway }) },
  {
    text: `board of most nodes (${boardIds.join(", ")})`,
    usual: ({ board }) => board,
    read: (board) => ({ board }),
  },
  { text: `operating system (${imageIds.join(", ")})`, usual: ({ image }) => image, read: (image) => ({ image }) },
  { text: "memory of most nodes", usual: ({ memory }) => memory, read: (memory) => ({ memory }) },
  { text: "workers, beside the control plane", usual: ({ workers }) => String(workers), read: readCount },
  { text: "a computer for Rancher as well", usual: ({ rancher }) => (rancher ? "yes" : "no"), read: readYesNo },
  {
    text: "address of the first node, from which the others count up",
    usual: ({ addresses }) => addresses[0] ?? "",
    read: (firstAddress) => ({ firstAddress }),
  },
  { text: "time zone, such as Europe/Berlin", usual: ({ timezone }) => timezone, read: (timezone) => ({ timezone }) },
];

function readCount(answer: string): Wishes | string {
  return /^[0-9]{1,6}$/.test(answer) ? { workers: Number(answer) } : "a whole number is wanted";
}

function readYesNo(answer: string): Wishes | string {
  if (/^(?:y|yes)$/i.test(answer)) return { rancher: true };
  return /^(?:n|no)$/i.test(answer) ? { rancher: false } : "yes or no is wanted";
}

interface Conversation {
  readonly ask: Ask;
  readonly tell: (text: string) => void;
  /** Says what the language has against it, if anything. */
  readonly refuses: (wishes: Wishes) => Promise<boolean>;
}

/**
 * Asks for what only the user can know, with what edgegen would choose in brackets. An answer that is refused is asked for again.
 * Undefined: the person gave up.
 */
export async function interview(conversation: Conversation): Promise<Wishes | undefined> {
  let wishes: Wishes | undefined = {};
  for (const question of questions) wishes = wishes && (await answered(question, wishes, conversation));
  return wishes;
}

async function answered(
  { text, usual, read }: Question,
  before: Wishes,
  { ask, tell, refuses }: Conversation,
): Promise<Wishes | undefined> {
  for (;;) {
    const line = await ask(`${text} [${usual(settle(before))}]: `);
    if (line === undefined) return undefined;
    const wish = line.trim() === "" ? {} : read(line.trim());
    if (typeof wish === "string") tell(`${wish}\n`);
    else if (!(await refuses({ ...before, ...wish }))) return { ...before, ...wish };
  }
}
