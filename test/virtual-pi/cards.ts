import { execFile } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect, inject } from "vitest";
import type { Lab } from "./lab.ts";

/** Cards as somebody makes them who has the built program and the README: nothing here calls edgegen's own functions. */
interface Workbench {
  readonly folder: string;
  readonly profile: string;
  readonly node: string;
  readonly base: string;
}

/** What the README's chapter says, done word for word with another profile, image and device; the card as it was read back from there. */
export async function flashed(lab: Lab, node: string, image: "raspios" | "ubuntu"): Promise<string> {
  const bench = benchFor(lab, node, image);
  const [blank, card] = [join(bench.folder, "blank.img"), join(bench.folder, "card.img")];
  // Larger than the image, as cards are.
  writeFileSync(blank, "");
  truncateSync(blank, 4608 * 2 ** 20);
  const device = (await run("losetup", ["--find", "--show", blank])).trim();
  try {
    const [make = "", list = "", write = "", ...more] = flashingChapter();
    expect(more).toEqual([]);
    await follow(bench, make, ["--node", node]);
    expect(existsSync(join(bench.folder, `out/pi4-2node.img/${node}.img`))).toBe(true);
    // No loop device looks like a card.
    await expect(follow(bench, list)).rejects.toThrow(
      /error\[device-refused\]: (?:onto which of them|there is nothing)/,
    );
    expect(await follow(bench, write.replace("/dev/sdX", device), ["--yes"])).toContain(
      `${device}  the card of ${node}`,
    );
    await run("cp", ["--sparse=always", device, card]);
  } finally {
    await run("losetup", ["--detach", device]);
  }
  return card;
}

/** The card of a node, put onto a clone of its image. */
export async function applied(lab: Lab, node: string, image: "raspios" | "ubuntu"): Promise<string> {
  const { folder, profile, base } = benchFor(lab, node, image);
  const clone = join(folder, "clone.img");
  await run("cp", ["--reflink=auto", "--sparse=always", base, clone]);
  const said = await edgegen([
    "apply",
    "--profile",
    profile,
    "--node",
    node,
    "--image",
    clone,
    "--out",
    `${folder}/out`,
  ]);
  expect(said).toContain(`${clone}  it is now the card of ${node}`);
  return clone;
}

/** Whether a board that is off has a disk that begins with exactly this image; else what cmp says of it. */
export async function begins(disk: string, image: string): Promise<string | true> {
  const script = 'cmp -n "$(stat -c %s "$2")" "$1" "$2" 2>&1 || true';
  return (await run("sh", ["-c", script, "cmp", disk, image])) || true;
}

function benchFor({ rack }: Lab, node: string, image: string): Workbench {
  const folder = join(rack.state, `cards-${node}`);
  mkdirSync(folder);
  const [profile, bundle] = [join(folder, "profile.yaml"), join(folder, "pi4-2node.secrets.yaml")];
  writeFileSync(profile, `version: 1\ninclude: [${resolve("test/virtual-pi/profile.yaml")}]\n`);
  copyFileSync("test/golden/test-bundle.secrets.yaml", bundle);
  chmodSync(bundle, 0o600);
  return { folder, profile, node, base: join(inject("virtualPi").images, `${image}.img`) };
}

/** The commands of the README's chapter, without their comments. */
function flashingChapter(): readonly string[] {
  const [, block = ""] = /^## Flashing\n.*?```sh\n(.*?)```/ms.exec(readFileSync("README.md", "utf8")) ?? [];
  return block.split("\n").flatMap((line) => /^edgegen (.*?)(?: +#.*)?$/.exec(line)?.[1] ?? []);
}

function follow({ folder, profile, node, base }: Workbench, command: string, more: readonly string[] = []) {
  const words = command.split(" ").map((word, at, all) => {
    const option = all[at - 1];
    return option === "--profile" ? profile : option === "--node" ? node : option === "--base" ? base : word;
  });
  return edgegen([...words, ...more, "--out", join(folder, "out")]);
}

const edgegen = (argv: readonly string[]): Promise<string> => run(process.execPath, ["dist/edgegen.js", ...argv]);

/** Meanwhile another board may be running. A code other than 0 is an error with what was said on standard error. */
async function run(program: string, argv: readonly string[]): Promise<string> {
  return (await promisify(execFile)(program, argv)).stdout;
}
