import type { ProfileFault } from "../explanation.ts";

export const swapCannotFit: ProfileFault = {
  meaning:
    "The compressed swap would not fit into the memory, or the swap file not onto the card. Compressed swap that is full takes about half of its size in memory, and 256 MiB must stay free; on a card, beside the system and the images, there is room for 8GiB.",
  why: "Compressed swap that takes the memory which it is to save ends in a machine that only moves pages. A card that is full stops everything on it: K3s's datastore, images, logs.",
  wrong: `edge_pulse: {swap: {size: 32GiB}}
`,
  right: `edge_pulse: {swap: {size: 32GiB, device: LABEL=edge-swap}}
`,
};
