import type { Outcome, Process, Processes, RunOptions } from "../../src/host/processes.ts";

/** A machine that is on, as the one who plays its guest sees it. */
export interface FakeMachine {
  readonly argv: readonly string[];
  /** What QEMU was told to do, in order. */
  readonly told: readonly string[];
  /** A line on the serial console. */
  readonly say: (line: string) => void;
  /** What QEMU says of itself before it gives up. */
  readonly complain: (text: string) => void;
  readonly end: (code: number) => void;
  /** The guest reboots: with -no-reboot QEMU tells so, and ends. */
  readonly reboot: () => void;
}

/** Plays a guest from power-on; what it does later, it does by timers. */
export type Guest = (machine: FakeMachine) => void;

export interface FakeQemu extends Processes {
  /** Every machine that was switched on. */
  readonly machines: readonly (FakeMachine & { readonly process: Process })[];
}

export interface FakeQemuOptions {
  /** One for each power-on; the same one again would hide a start too many. */
  readonly guests: readonly Guest[];
  /** Where the console's bytes go. */
  readonly console: (path: string, text: string) => void;
  readonly run?: (argv: readonly string[], options?: RunOptions) => Promise<Outcome>;
  /** Guests that take no notice of the power button. */
  readonly stubborn?: true;
}

export const forwarded = 40_123;

const usernet =
  '{"return": "Hub -1 (lan):\\r\\n  Protocol[State]    FD  Source Address  Port   Dest. Address  Port RecvQ SendQ\\r\\n' +
  `  TCP[HOST_FORWARD]  13       127.0.0.1 ${forwarded}     10.1.40.22    22     0     0\\r\\n"}\n`;

/** QEMU as its parent process sees it: arguments, QMP on its standard input and output, a console file. */
export function fakeQemu({ guests, console, run, stubborn }: FakeQemuOptions): FakeQemu {
  const machines: (FakeMachine & { readonly process: Process })[] = [];
  return {
    machines,
    has: () => true,
    run: async (argv, options) =>
      argv.join(" ") === "qemu-system-aarch64 -M virt,help"
        ? { code: 0, out: "  dtb-randomness=<bool>  - Set off to\n", err: "" }
        : (run ?? unexpected)(argv, options),
    start: (argv) => {
      const guest = guests[machines.length];
      if (guest === undefined) throw new Error("switched on once more than expected");
      const machine = powered(argv, (text) => console(consoleOf(argv), text), stubborn ?? false);
      machines.push(machine);
      guest(machine);
      return machine.process;
    },
  };
}

const unexpected = (argv: readonly string[]) => Promise.reject(new Error(`nobody expected ${argv.join(" ")}`));

/** Undoes QEMU's doubling of commas. */
const consoleOf = (argv: readonly string[]) =>
  (argv.find((word) => word.startsWith("file,id=console"))?.split("path=")[1] ?? "").replaceAll(",,", ",");

function powered(argv: readonly string[], write: (text: string) => void, stubborn: boolean) {
  const printed = { out: '{"QMP": {"version": {}, "capabilities": ["oob"]}}\n', err: "" };
  const told: string[] = [];
  const power = { on: true };
  let end: (code: number) => void = () => undefined;
  const ended = new Promise<number>((resolve) => {
    end = (code) => {
      power.on = false;
      resolve(code);
    };
  });
  const answer = (command: string) => {
    told.push(command);
    if (command === "human-monitor-command") printed.out += usernet;
    else printed.out += '{"return": {}}\n';
    if (["system_powerdown", "send-key"].includes(command) && !stubborn) end(0);
  };
  const process: Process = {
    write: (text) => {
      if (power.on) answer((JSON.parse(text) as { execute: string }).execute);
    },
    printed: () => printed,
    running: () => power.on,
    ended,
    kill: () => end(137),
  };
  return {
    ...{ argv, told, process, end },
    say: (line: string) => write(`${line}\r\n`),
    complain: (text: string) => {
      printed.err += text;
    },
    reboot: () => {
      printed.out += '{"timestamp": {}, "event": "SHUTDOWN", "data": {"guest": true, "reason": "guest-reset"}}\n';
      end(0);
    },
  };
}
