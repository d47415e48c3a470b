import { boards } from "../model/boards.ts";
import { places } from "./places.ts";

/** What somebody wants of a new profile: as it was typed, right or wrong. What is not there, edgegen chooses. */
export interface Wishes {
  readonly image?: string | undefined;
  readonly board?: string | undefined;
  readonly memory?: string | undefined;
  readonly subnet?: string | undefined;
  readonly gateway?: string | undefined;
  readonly firstAddress?: string | undefined;
  readonly interface?: string | undefined;
  readonly workers?: number | undefined;
  readonly rancher?: boolean | undefined;
  readonly timezone?: string | undefined;
  readonly user?: string | undefined;
  /** As the profile has to name it. */
  readonly sshKey?: string | undefined;
}

/** The same with nothing left open. */
export interface Settled
  extends Readonly<Record<"image" | "board" | "memory" | "subnet" | "timezone" | "user", string>> {
  readonly gateway: string;
  /** Of each node, in the order of their numbers. */
  readonly addresses: readonly string[];
  readonly interface: string | undefined;
  readonly workers: number;
  readonly rancher: boolean;
  readonly sshKey: string | undefined;
}

/** The network that most routers for the home make. */
const usualSubnet = "192.168.1.0/24";

export function settle(wishes: Wishes): Settled {
  const { subnet = usualSubnet, workers = 2, rancher = false, sshKey } = wishes;
  const board = wishes.board ?? (wishes.image === "generic" ? "generic-amd64" : "pi-4b");
  const pi = !isBoard(board) || boards[board].pi;
  return {
    ...{ board, subnet, workers, rancher, sshKey },
    image: wishes.image ?? (pi ? "ubuntu-24.04" : "generic"),
    memory: wishes.memory ?? (board === "pi-3b-plus" ? "1GiB" : "4GiB"),
    ...places(subnet, { gateway: wishes.gateway, first: wishes.firstAddress, count: workers + (rancher ? 2 : 1) }),
    // A PC has no eth0, and what it has depends on where its card sits.
    interface: wishes.interface ?? (pi ? undefined : "enp1s0"),
    timezone: wishes.timezone ?? "UTC",
    user: wishes.user ?? "edge",
  };
}

export const isBoard = (id: string): id is keyof typeof boards => Object.hasOwn(boards, id);
