import type { ProfileFault } from "../explanation.ts";

export const serverKeyOnWorker: ProfileFault = {
  meaning:
    "`roles.worker` or a worker itself has a K3s key that only `k3s server` knows. In the top-level `k3s.config` and in `defaults` such keys are fine: they reach the control plane only.",
  why: 'An agent stops at a flag that it does not know ("flag provided but not defined"), systemd starts it again every five seconds, and the node never joins.',
  wrong: `roles: {worker: {k3s: {config: {flannel-backend: host-gw}}}}
`,
  right: `k3s: {config: {flannel-backend: host-gw}}
`,
};
