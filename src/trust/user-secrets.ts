import type { Bundle } from "../model/bundle.ts";

/** The bundle with one of the user's own secrets set or replaced: the `NAME` of a `{secret: NAME}` in the profile. */
export function setUserSecret(bundle: Bundle, name: string, value: string): Bundle {
  return { ...bundle, userSecrets: new Map([...bundle.userSecrets, [name, value]]) };
}
