/** What is known of a board: the single table that `plan`, the rules and the parts of a card read. */
export interface Board {
  readonly title: string;
  readonly arch: "arm64" | "amd64";
  /** RAM it was sold with, in MiB; empty where anything goes (a PC). */
  readonly memoryMiB: readonly number[];
  readonly cores: number | undefined;
  readonly ethernet: string;
  /** Watts under load, as the maker's power supply recommendation implies. */
  readonly powerWatts: number | undefined;
  /** The name of the first wired interface under the images made for the board; PCs have no fixed one. */
  readonly wiredInterface: string | undefined;
  readonly pi: boolean;
}

const gib = (n: number) => n * 1024;

/** Figures: product briefs at datasheets.raspberrypi.com. */
export const boards = {
  "pi-3b-plus": {
    title: "Raspberry Pi 3 Model B+",
    arch: "arm64",
    memoryMiB: [gib(1)],
    cores: 4,
    ethernet: "Gigabit over USB 2.0 (300 Mbit/s)",
    powerWatts: 12.5,
    wiredInterface: "eth0",
    pi: true,
  },
  "pi-4b": {
    title: "Raspberry Pi 4 Model B",
    arch: "arm64",
    memoryMiB: [gib(1), gib(2), gib(4), gib(8)],
    cores: 4,
    ethernet: "Gigabit",
    powerWatts: 15,
    wiredInterface: "eth0",
    pi: true,
  },
  "pi-5": {
    title: "Raspberry Pi 5",
    arch: "arm64",
    memoryMiB: [gib(1), gib(2), gib(4), gib(8), gib(16)],
    cores: 4,
    ethernet: "Gigabit",
    powerWatts: 27,
    wiredInterface: "eth0",
    pi: true,
  },
  cm4: {
    title: "Raspberry Pi Compute Module 4",
    arch: "arm64",
    memoryMiB: [gib(1), gib(2), gib(4), gib(8)],
    cores: 4,
    ethernet: "Gigabit",
    powerWatts: 15,
    wiredInterface: "eth0",
    pi: true,
  },
  "generic-arm64": {
    title: "any arm64 computer",
    arch: "arm64",
    memoryMiB: [],
    cores: undefined,
    ethernet: "unknown",
    powerWatts: undefined,
    wiredInterface: undefined,
    pi: false,
  },
  "generic-amd64": {
    title: "any amd64 computer",
    arch: "amd64",
    memoryMiB: [],
    cores: undefined,
    ethernet: "unknown",
    powerWatts: undefined,
    wiredInterface: undefined,
    pi: false,
  },
} as const satisfies Record<string, Board>;

/** The memory that is meant by one that is not sold: the maker writes 4GB for what is 4GiB. */
export function soldSize({ memoryMiB: sold }: Board, mib: number): number {
  return sold.find((size) => Math.abs(size - mib) / size < 0.1) ?? mib;
}

export type BoardId = keyof typeof boards;
export const boardIds = Object.keys(boards) as readonly BoardId[];
