import type { ProfileFault } from "../explanation.ts";

export const tabIndent: ProfileFault = {
  meaning: "A line is indented by a tab. YAML knows no tabs there, only spaces (YAML 1.2.2, section 6.1).",
  why: 'How wide a tab is, each editor decides for itself, so the level that it stands for is not in the file. Other readers of YAML stop at it with a riddle such as "found character that cannot start any token". `expand -t 2 OLD > NEW` replaces all tabs of a file that is indented by nothing else.',
  wrong: `network:
	subnet: 10.1.40.0/24
	gateway: 10.1.40.1
`,
  right: `network:
  subnet: 10.1.40.0/24
  gateway: 10.1.40.1
`,
};
