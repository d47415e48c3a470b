import { readFileSync } from "node:fs";
import type { Bundle } from "../../src/model/bundle.ts";
import { readBundle } from "../../src/trust/read.ts";

/** A map in which every name stands for something. */
class Endless<T> extends Map<string, T> {
  readonly #any: T;
  constructor(any: T) {
    super();
    this.#any = any;
  }
  override get(): T {
    return this.#any;
  }
}

/** The golden trees' bundle, made to fit every cluster: it has keys for a node of any name, and every secret of the user's own. */
export function anyBundle(secret = 'not a secret: "x" 100% $x \\ {{x}}'): Bundle {
  const path = "test/golden/test-bundle.secrets.yaml";
  const { value } = readBundle(readFileSync(path, "utf8"), path);
  const [node] = value?.nodes.values() ?? [];
  if (value === undefined || node === undefined) throw new Error(`${path} is damaged`);
  return { ...value, nodes: new Endless(node), userSecrets: new Endless(secret) };
}
