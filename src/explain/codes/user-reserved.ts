import type { ProfileFault } from "../explanation.ts";

export const userReserved: ProfileFault = {
  meaning:
    "`access.user` is the name of an account or a group that the system has, or gets with what edgegen installs: `root`, `docker`, `backup`, `video` and the like.",
  why: "`useradd` refuses a name whose group is there already, so the account would be missing, and with it the only way to log in. Logging in as root is switched off on all images.",
  wrong: `access: {user: docker}
`,
  right: `access: {user: edge}
`,
};
