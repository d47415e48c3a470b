import type { OtherFault } from "../explanation.ts";

export const cardFailed: OtherFault = {
  meaning:
    "The card did not take what was written to it: it was pulled out, gave an error, reads back something else, or has less memory than it says.",
  why: "Worn and counterfeit cards are common; a node on such a card loses its data sooner or later.",
  remedy:
    "Put it in again and repeat the command; if that fails too, try another reader, then another card. Do not use a card that lies about its size.",
};
