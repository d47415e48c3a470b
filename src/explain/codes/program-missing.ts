import type { OtherFault } from "../explanation.ts";

export const programMissing: OtherFault = {
  meaning: "A program that `edgegen boot` needs is not installed: QEMU for arm64, or ssh.",
  why: "The emulated Pi is QEMU, and the checks look into the machine by ssh. No other verb needs a program.",
  remedy: "On Debian and Ubuntu `apt install qemu-system-arm openssh-client`; with Homebrew `brew install qemu`.",
};
