import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cli } from "../../src/cli/cli.ts";
import type { Io } from "../../src/cli/io.ts";
import { testIo } from "./test-io.ts";

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A folder of its own with a profile and the test bundle, and a way to run the command line on it. */
export interface Workplace {
  readonly folder: string;
  readonly profile: string;
  readonly bundle: string;
  readonly tree: string;
  readonly run: (args: readonly string[], more?: Partial<Io>) => Promise<Ran>;
  /** Every file below the built tree with its content, mode and (where asked) inode. */
  readonly files: () => ReadonlyMap<string, string>;
  readonly remove: () => void;
}

export const lab = (nodes = "") => `version: 1
cluster: lab
os: {image: ubuntu-24.04}
network: {subnet: 10.1.40.0/24, gateway: 10.1.40.1, nameservers: [10.1.40.1]}
nodes:
  - {name: dcn0, role: rancher, board: pi-4b, memory: 8GiB, address: 10.1.40.21}
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - {name: dcn2, role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.23}
${nodes}`;

export function workplace(text = lab(), withBundle = true): Workplace {
  const folder = mkdtempSync(join(tmpdir(), "edgegen-cli-"));
  const profile = join(folder, "lab.yaml");
  const bundle = join(folder, "lab.secrets.yaml");
  const tree = join(folder, "out/lab");
  mkdirSync(join(folder, "out"));
  writeFileSync(profile, text);
  if (withBundle) copyFileSync("test/golden/test-bundle.secrets.yaml", bundle);
  if (withBundle) chmodSync(bundle, 0o600);
  return {
    folder,
    profile,
    bundle,
    tree,
    run: async (args, more = {}) => {
      const io = testIo(more);
      const verb = args[0] === "secrets" ? 2 : 1;
      const out = args[0] === "build" || args[0] === "diff" ? ["--out", join(folder, "out")] : [];
      const code = await cli([...args.slice(0, verb), "--profile", profile, ...out, ...args.slice(verb)], io);
      return { code, ...io.printed };
    },
    files: () => filesBelow(tree),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function filesBelow(folder: string): ReadonlyMap<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) =>
    statSync(join(folder, path)).isFile(),
  );
  return new Map(
    paths.sort().map((path) => {
      const mode = (statSync(join(folder, path)).mode & 0o777).toString(8);
      return [path, `${mode} ${readFileSync(join(folder, path), "latin1")}`];
    }),
  );
}
