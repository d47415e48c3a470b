import type { ProfileFault } from "../explanation.ts";

export const noRoot: ProfileFault = {
  meaning:
    "`access.passwordless_sudo` is false. The account that edgegen makes has no password, so a sudo that asks for one lets nobody through.",
  why: "Nobody can become root on the node then, neither you nor who takes over your laptop. That can be what you want where nodes are never mended but flashed anew; else the day comes when you would like to read a log. `edgegen boot` cannot look into such a machine either. If you mean it: `--allow no-root`.",
  wrong: `access: {passwordless_sudo: false}
`,
  right: `access: {passwordless_sudo: true}
`,
};
