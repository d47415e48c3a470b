import type { ProfileFault } from "../explanation.ts";

export const ownedKey: ProfileFault = {
  meaning:
    "`k3s.config` has a key that edgegen sets itself, from the rest of the profile or from the trust bundle. The note says what to write instead.",
  why: "Two places for one thing end up in disagreement. A `token` written here would not be the one that the workers' cards have, and a `data-dir` elsewhere not the one where the certificates lie that the laptop trusts.",
  wrong: `k3s: {config: {tls-san: [k3s.example.org]}}
`,
  right: `k3s: {tls_san: [k3s.example.org]}
`,
};
