import type { OtherFault } from "../explanation.ts";

export const sumChanged: OtherFault = {
  meaning:
    "What is published under the name and version of something in the lock has another checksum now. The lock was left as it is.",
  why: "Releases do not change once they are out. A mirror that was filled wrongly does this, a proxy that replaces pages, and somebody who wants other code on your nodes.",
  remedy:
    "Compare with the original, `--mirror k3s=https://github.com/k3s-io/k3s/releases/download`. Only when you know why it changed: remove the entry from `profiles/<cluster>.lock.yaml` and run `edgegen lock` again.",
};
