import type { ProfileFault } from "../explanation.ts";

export const portTaken: ProfileFault = {
  meaning:
    "The port of Edge-Pulse's API (`edge_pulse.api.port`) is used by something else on that node: SSH, K3s and Kubernetes, Rancher, or the range 30000 to 32767 that Kubernetes gives to services.",
  why: "Only one program can listen on a port. Whichever comes second does not start: with 6443 that may be the API server, and with it the whole cluster.",
  wrong: `edge_pulse: {api: {port: 6443}}
`,
  right: `edge_pulse: {api: {port: 8081}}
`,
};
