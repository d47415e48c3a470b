import type { OtherFault } from "../explanation.ts";

export const notChecked: OtherFault = {
  meaning:
    "The node booted, but could not be looked into: `access.passwordless_sudo` is off, and most checks need root.",
  why: "That it came up says little: whether its secrets are gone and its units run is unknown.",
  remedy: "Boot a copy of the profile with `passwordless_sudo: true`, or accept it by `--allow not-checked`.",
};
