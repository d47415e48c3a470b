import type { ProfileFault } from "../explanation.ts";

export const secretMisplaced: ProfileFault = {
  meaning:
    "A token or a key stands where a name belongs: a token of K3s, of Rancher, GitHub or GitLab, a web token, an identity of age, a PEM block, an SSH key, or digits and letters that nobody thinks of and that are too long for a name. The text itself is never shown.",
  why: "A profile is copied and committed, a name is on every prompt, in every log and in certificates. Whoever has the server token of a K3s cluster has all keys of it. edgegen makes tokens and keys itself and keeps them in the trust bundle; secrets of your own are named by `{secret: NAME}`.",
  wrong: `cluster: K100123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef::server:0123456789abcdef
`,
  right: `cluster: lab
`,
};
