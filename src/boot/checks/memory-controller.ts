import type { Check } from "../check.ts";
import { inContainer, sayContainer } from "../container.ts";
import { insist } from "../difference.ts";
import { fields } from "../seen.ts";

/** Never /proc/cgroups: without cgroup v1 it has no row for memory even when all is well. */
export const memoryController: Check = {
  name: "memory-controller",
  probe: () => `${sayContainer}
echo "controllers=$(cat /sys/fs/cgroup/cgroup.controllers)"`,
  judge: (seen) => {
    const controllers = fields(seen).get("controllers") ?? "";
    const on = controllers.split(" ").includes("memory");
    return insist(on || inContainer(seen), "the kernel's cgroup controllers", controllers, "memory among them");
  },
};
