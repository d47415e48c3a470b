import type { OtherFault } from "../explanation.ts";

export const wrongContent: OtherFault = {
  meaning:
    "A download has another length or another checksum than the lock says. It was deleted, and nothing of it is used.",
  why: "Most often a hotel's or a company's log-in page came instead of the file, or a mirror is out of date. It may also be somebody who wants other code on your nodes.",
  remedy:
    "Log in to the network, then `edgegen fetch` again. `--mirror k3s=URL` asks elsewhere; the lock's own address is asked after it. That a release itself has changed, `edgegen lock` would say.",
};
