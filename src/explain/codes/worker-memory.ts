import type { ProfileFault } from "../explanation.ts";

export const workerMemory: ProfileFault = {
  meaning: "A worker has less than 512 MiB, which is what K3s asks for on an agent.",
  why: "The agent and its container runtime need about 250 MiB before the first pod starts, and the system needs as much. What is left is not enough for the pods that K3s itself puts on a node. Most often MiB were written for GiB.",
  wrong: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - name: dcn3
    role: worker
    board: generic-amd64
    memory: 256MiB
    address: 10.1.40.24
    interface: enp3s0
    os: {image: generic}
    edge_pulse: {enabled: false}
`,
  right: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - name: dcn3
    role: worker
    board: generic-amd64
    memory: 1GiB
    address: 10.1.40.24
    interface: enp3s0
    os: {image: generic}
    edge_pulse: {enabled: false}
`,
};
