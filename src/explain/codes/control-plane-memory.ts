import type { ProfileFault } from "../explanation.ts";

export const controlPlaneMemory: ProfileFault = {
  meaning: "The control plane has less than the 2GiB that K3s asks for on a server.",
  why: 'It works, but idle it already takes 500 to 600 MiB, and on a Pi with 1GiB the datastore on the SD card becomes the bottleneck: "database is locked", API calls that time out, nodes that are NotReady for a moment. Leave out what you do not need by `k3s.disable`, keep workloads on the workers, and silence this by `--allow control-plane-memory`.',
  wrong: `nodes:
  - {name: dcn1, role: control-plane, board: pi-3b-plus, memory: 1GiB, address: 10.1.40.22}
  - {name: dcn2, role: worker, board: pi-3b-plus, memory: 1GiB, address: 10.1.40.23}
`,
  right: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 2GiB, address: 10.1.40.22}
  - {name: dcn2, role: worker, board: pi-3b-plus, memory: 1GiB, address: 10.1.40.23}
`,
};
