import type { OtherFault } from "../explanation.ts";

export const cardUsed: OtherFault = {
  meaning: "The card has been started before, as another node or with other contents.",
  why: "cloud-init remembers under which instance-id it ran. With a new one it runs again at the next start and sets everything anew; what K3s and others stored on the card stays.",
  remedy: "Nothing, if that is what you want. For a fresh start write the whole image with `edgegen flash`.",
};
