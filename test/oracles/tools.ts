import { spawnSync } from "node:child_process";
import { accessSync, constants, readFileSync } from "node:fs";
import { join } from "node:path";
import { makeRoot } from "../testbed/root.ts";

/**
 * The judges that run on this machine, each with the Debian package that brings it. What depends on the operating system's version
 * (cloud-init, netplan, systemd-analyze, sshd, visudo, nft, the node's Python) comes from the trixie root instead: no daemon gets
 * installed here, and what judges a card is what will read it.
 */
const packages = {
  shellcheck: "shellcheck",
  age: "age",
  "age-keygen": "age",
  "fsck.fat": "dosfstools",
  mcopy: "mtools",
  blkid: "util-linux",
  openssl: "openssl",
  "ssh-keygen": "openssh-client",
  ssh: "openssh-client",
  kubectl: "kubernetes-client",
  python3: "python3",
  zsh: "zsh",
  fish: "fish",
} as const;

/** What only making the root needs. */
const forRoot = { mmdebstrap: "mmdebstrap", unshare: "util-linux", flock: "util-linux" } as const;

/** Programs, each with the Debian package that brings it. */
export type Packages = Readonly<Record<string, string>>;

/** `root`: the trixie root, and everything in it. */
export type Tool = keyof typeof packages | "root";

/** What this machine can judge with; passed from the global set-up to the tests. */
export interface Tools {
  /** Why a tool cannot be used, by its name. */
  readonly missing: Readonly<Partial<Record<Tool, string>>>;
  /** The folder that make-root.sh printed. */
  readonly root: string | undefined;
}

/** Installs what is missing, with one apt-get, where that is ours to do (root on Debian), and makes the root. */
export function prepareTools(): Tools {
  const complaint = installPrograms({ ...packages, ...forRoot });
  const missing = Object.entries(packages)
    .filter(([tool]) => !isInstalled(tool))
    .map(([tool, name]) => [tool, `${tool} is missing (Debian package ${name})${complaint ? `: ${complaint}` : ""}`]);
  const root = makeRoot();
  const noRoot = root.folder === undefined ? { root: `no trixie root: ${root.complaint ?? complaint}` } : {};
  return { missing: { ...Object.fromEntries(missing), ...noRoot }, root: root.folder };
}

/** Returns why some of them are missing still, or undefined. */
export function installPrograms(wanted: Packages): string | undefined {
  const absent = Object.entries(wanted).filter(([program]) => !isInstalled(program));
  const complaint = absent.length === 0 ? undefined : install([...new Set(absent.map(([, name]) => name))]);
  const left = Object.entries(wanted).filter(([program]) => !isInstalled(program));
  if (left.length === 0) return undefined;
  const names = left.map(([program, name]) => `${program} (Debian package ${name})`);
  return `missing: ${names.join(", ")}${complaint ? `: ${complaint}` : ""}`;
}

function isInstalled(tool: string): boolean {
  const folders = [...(process.env["PATH"] ?? "").split(":"), "/usr/sbin", "/sbin"];
  return folders.some((folder) => {
    try {
      accessSync(join(folder, tool), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Returns why it did not, or undefined. */
function install(names: readonly string[]): string | undefined {
  if (process.getuid?.() !== 0) return "not root, so it was not installed";
  if (!readFileSync("/etc/os-release", "utf8").includes("\nID=debian\n")) return "not Debian, so it was not installed";
  const options = ["-q", "-y", "-o", "DPkg::Lock::Timeout=300", "-o", "Acquire::Retries=3"];
  aptGet([...options, "update"]);
  return aptGet([...options, "install", "--no-install-recommends", ...names]);
}

function aptGet(args: readonly string[]): string | undefined {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const { status, stdout, stderr } = spawnSync("apt-get", args, { env, encoding: "utf8" });
  return status === 0 ? undefined : `apt-get: ${(stderr || stdout).trim().split("\n").at(-1)}`;
}
