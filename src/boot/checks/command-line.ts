import type { Check, Expected } from "../check.ts";
import { compare, insist } from "../difference.ts";

/** What the kernel was really started with: a token in the wrong one of several cmdline.txt files is no error, and has no effect. */
export const commandLine: Check = {
  name: "command-line",
  // Programs in a container take their first process's words for the kernel's, as cloud-init does.
  probe: () => `if [ -e /run/systemd/container ]; then tr '\\0' ' ' </proc/1/cmdline; else cat /proc/cmdline; fi`,
  judge: (seen, expected) => {
    const tokens = seen.trim().split(/\s+/);
    const counted = wantedTokens(expected).flatMap((token) => {
      const times = tokens.filter((each) => each === token).length;
      return insist(times === 1, token, `${times} times`, "once");
    });
    const sources = tokens.filter((token) => token.startsWith("ds="));
    const switches = tokens.filter((token) => /^cgroup_(en|dis)able=memory$/.test(token));
    return [
      ...counted,
      ...insist(sources.length === 1, "tokens that name a datasource", sources.join(" "), "one"),
      // The firmware's own cgroup_disable=memory stands before ours, and the last one wins.
      ...compare("the last word on the memory controller", switches.at(-1), "cgroup_enable=memory"),
    ];
  },
  applies: ({ plan }) => plan.card.cmdline.length > 0,
};

const wantedTokens = ({ plan }: Expected) => [...plan.card.cmdline, `ds=nocloud;i=${plan.instanceId}`];
