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
  /** The name of a wireless network that the nodes are in, and the country whose radio rules hold. */
  readonly wifi?: string | undefined;
  readonly country?: string | undefined;
  readonly workers?: number | undefined;
  readonly rancher?: boolean | undefined;
  readonly timezone?: string | undefined;
  readonly user?: string | undefined;
  /** The key itself, or its file as the profile has to name it. */
  readonly sshKey?: string | undefined;
}

/** The same with nothing left open. */
export interface Settled
  extends Readonly<Record<"image" | "board" | "memory" | "subnet" | "timezone" | "user", string>> {
  readonly gateway: string;
  /** Of each node, in the order of their numbers. */
  readonly addresses: readonly string[];
  readonly interface: string | undefined;
  readonly wifi: { readonly ssid: string; readonly country: string } | undefined;
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
  const card = wishes.interface ?? usualCard(pi, wishes.wifi !== undefined);
  return {
    ...{ board, subnet, workers, rancher, sshKey },
    image: wishes.image ?? (pi ? "ubuntu-24.04" : "generic"),
    memory: wishes.memory ?? (board === "pi-3b-plus" ? "1GiB" : "4GiB"),
    ...places(subnet, { gateway: wishes.gateway, first: wishes.firstAddress, count: workers + (rancher ? 2 : 1) }),
    interface: card,
    wifi: wirelessOf(wishes, card),
    timezone: wishes.timezone ?? "UTC",
    user: wishes.user ?? "edge",
  };
}

/** A PC has no eth0, and what it has depends on where its card sits. */
function usualCard(pi: boolean, wireless: boolean): string | undefined {
  if (wireless) return pi ? "wlan0" : "wlp2s0";
  return pi ? undefined : "enp1s0";
}

function wirelessOf({ wifi, country = "DE" }: Wishes, card: string | undefined): Settled["wifi"] {
  const ssid = wifi ?? (card?.startsWith("wl") ? "my-network" : undefined);
  return ssid === undefined ? undefined : { ssid, country };
}

export const isBoard = (id: string): id is keyof typeof boards => Object.hasOwn(boards, id);
