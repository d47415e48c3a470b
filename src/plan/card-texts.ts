import { boards } from "../model/boards.ts";
import { images } from "../model/images.ts";
import type { CardPlan, Content } from "../model/plan.ts";

/** Which card is this? For a person who finds it. */
export function nodeText({ node, role, address, instanceId, card }: CardPlan): Content {
  const { cluster, board, image } = card;
  const data = {
    node,
    role,
    address,
    instanceId,
    cluster,
    board: boards[board].title,
    image: images[image].title,
  };
  return { kind: "template", template: "card/node.txt", data };
}

/** Bytes; the node overwrites the file in place and so never changes its length. Must hold every step and twenty lines of log. */
export const statusSize = 4096;

const neverRan = [
  "This card has never run edgegen: cloud-init did not read it.",
  "",
  "If the node has been powered on with this card for more than five minutes, check in this order:",
  "",
  "1. Is the image one that has cloud-init? node.txt beside this file names it. Raspberry Pi OS must be of 2025-11-24 or later.",
  "2. Are user-data, meta-data and network-config at the root of this partition, with exactly these names (no .txt behind them)?",
  "3. Does the live cmdline.txt hold, in its one line, the words of cmdline.append? On Ubuntu 25.10 and later it is current/cmdline.txt.",
  "4. Was the image's own first-boot dialogue, or Raspberry Pi Imager's customisation, used? Write the card again without it.",
  "5. Does the board start at all (its green light blinks irregularly)? If not: power supply, or a card that is worn out or fake.",
  "",
  "On the node's own screen, cloud-init's messages say more; so does /var/log/cloud-init.log on the card's large partition.",
];

/** The same for every card: spaces up to the end, lines as Windows ends them. */
export const statusText: Content = {
  kind: "text",
  text: `${neverRan.join("\r\n").padEnd(statusSize - 2)}\r\n`,
};
