import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const doubles = "test/doubles";

/** The address of the bridge, which is the profile's gateway. */
export const lanAddress = "10.1.40.1";

export const k3sFolder = "k3s/v1.34.8+k3s1";

/**
 * Fills `folder` with what nodes download: K3s's release, Docker's package in an apt repository, Rancher's image. All are doubles.
 * `root` holds the Python that nodes run them with.
 */
export function makePayload(folder: string, root: string): void {
  const work = mkdtempSync(join(tmpdir(), "edgegen-payload-"));
  const pack = packer(work, root);
  const release = join(folder, k3sFolder);
  const image = join(folder, "v2/rancher/rancher/manifests/v2.13.8");
  mkdirSync(release, { recursive: true });
  mkdirSync(dirname(image), { recursive: true });
  pack("k3s", join(release, "k3s-arm64"));
  enlarge(join(release, "k3s-arm64"));
  writeFileSync(join(release, "sha256sum-arm64.txt"), `${sum(join(release, "k3s-arm64"))}  k3s-arm64\n`);
  pack("rancher", image);
  makeRepository(join(folder, "apt"), work, pack);
  rmSync(work, { recursive: true });
}

const sum = (path: string): string => createHash("sha256").update(readFileSync(path)).digest("hex");

type Pack = (name: string, target: string) => void;

/** One program of a double's folder and what the doubles share: a zip archive that Python runs. */
function packer(work: string, root: string): Pack {
  return (name, target) => {
    const source = join(work, `${name}-source`);
    for (const part of ["common", name]) {
      cpSync(join(doubles, part), source, { recursive: true, filter: (path) => !path.endsWith("__pycache__") });
    }
    compile(source, root);
    execFileSync("python3", ["-m", "zipapp", source, "--python", "/usr/bin/python3 -I", "--output", target]);
  };
}

/** Compiled by the nodes' own Python, since it would compile them at every start, which takes an emulated board seconds (PEP 552). */
const compiler = `import base64, importlib.util, json, marshal, sys
head = importlib.util.MAGIC_NUMBER + (1).to_bytes(4, "little") + bytes(8)
sources = json.load(sys.stdin)
done = {name: head + marshal.dumps(compile(text, name, "exec", dont_inherit=True)) for name, text in sources.items()}
json.dump({name: base64.b64encode(code).decode() for name, code in done.items()}, sys.stdout)`;

function compile(folder: string, root: string): void {
  const names = readdirSync(folder).filter((name) => name.endsWith(".py"));
  const sources = Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), "utf8")]));
  const argv = [root, "/usr/bin/python3", "-I", "-c", compiler];
  const answer = execFileSync("chroot", argv, { input: JSON.stringify(sources), encoding: "utf8" });
  for (const [name, code] of Object.entries(JSON.parse(answer) as Record<string, string>)) {
    writeFileSync(join(folder, `${name}c`), Buffer.from(code, "base64"));
  }
}

/** To a size that can be cut off midway and can fill a disk: Python finds a zip archive from its end. */
function enlarge(path: string): void {
  const program = readFileSync(path);
  const firstLine = program.indexOf("\n") + 1;
  const padding = Buffer.alloc(8 << 20, "#");
  writeFileSync(path, Buffer.concat([program.subarray(0, firstLine), padding, program.subarray(firstLine)]));
}

/** A flat repository with one package; the index as apt reads it: https://wiki.debian.org/DebianRepository/Format */
function makeRepository(folder: string, work: string, pack: Pack): void {
  const tree = join(work, "docker.io");
  const control =
    "Package: docker.io\nVersion: 1-double\nArchitecture: all\nMaintainer: edgegen's tests\nDescription: not Docker\n";
  put(join(tree, "DEBIAN/control"), control);
  put(join(tree, "usr/lib/systemd/system/docker.service"), readFileSync(join(doubles, "docker/docker.service")));
  put(join(tree, "usr/share/docker-double/registry"), `http://${lanAddress}\n`);
  mkdirSync(join(tree, "usr/bin"), { recursive: true });
  for (const program of ["docker", "dockerd"]) pack("docker", join(tree, "usr/bin", program));
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "docker.io.deb");
  execFileSync("dpkg-deb", ["--root-owner-group", "--build", tree, file], { stdio: "ignore" });
  const index = `${control}Filename: ./docker.io.deb\nSize: ${statSync(file).size}\nSHA256: ${sum(file)}\n`;
  writeFileSync(join(folder, "Packages"), index);
}

function put(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}
