import type { Check } from "../check.ts";
import { compare } from "../difference.ts";
import { fields } from "../seen.ts";

/** Another one would have made cloud-init set up everything again. */
export const instanceId: Check = {
  name: "instance-id",
  probe: () => `echo "id=$(cat /var/lib/cloud/data/instance-id)"
echo "folder=$(readlink /var/lib/cloud/instance)"`,
  judge: (seen, { plan }) => [
    ...compare("cloud-init's instance-id", fields(seen).get("id"), plan.instanceId),
    ...compare("/var/lib/cloud/instance", fields(seen).get("folder"), `/var/lib/cloud/instances/${plan.instanceId}`),
  ],
  steady: true,
};
