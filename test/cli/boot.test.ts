import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { cli } from "../../src/cli/cli.ts";
import { nodeOutputTree } from "../../src/host/node-output-tree.ts";
import type { RunOptions } from "../../src/host/processes.ts";
import { boot, bootBench, everything, laptop, startOf, ubuntu } from "../support/boot-bench.ts";
import { forwarded, type Guest } from "../support/fake-qemu.ts";
import { testIo } from "../support/test-io.ts";
import { lab, type Workplace } from "../support/workplace.ts";

let place: Workplace | undefined;
afterEach(() => {
  place?.remove();
  place = undefined;
});

const noLogin = (text: string) => text.replace("network:", "access: {passwordless_sudo: false}\nnetwork:");

/** It goes when its test ends. */
function bench(...values: Parameters<typeof bootBench>) {
  const made = bootBench(...values);
  place = made;
  return made;
}

const nobody = laptop([]);

const comesUp: Guest = ({ say }) => {
  say("[    0.000000] Linux version 6.8.0-1013-raspi (buildd@bos03)");
  say("cloud-init[312]: Cloud-init v. 25.1.4 finished at Thu. Datasource DataSourceNoCloud.  Up 135.32 seconds");
  say("edgegen: dcn1: step k3s-install: no address for github.com");
};
const panics: Guest = ({ say }) => say("[    2.1] Kernel panic - not syncing: no init");

test("help shows an example", async () => {
  const io = testIo();
  expect(await cli(["boot", "--help"], io)).toBe(0);
  expect(io.printed.out).toContain("Example:\n  edgegen boot --profile ");
});

test.each([
  ["--memory", "1.5"],
  ["--memory", "0"],
  ["--timeout", "soon"],
  ["--boots", "-1"],
  ["--machine", "pi5"],
  ["--nodes", "dcn1"],
])("%s %s is wrong usage", async (option, value) => {
  const at = bench();
  const { code, err } = await boot(at, [option, value], nobody);
  expect(code).toBe(2);
  expect(err).toContain(option);
  expect(existsSync(at.below)).toBe(false);
});

test("without QEMU or ssh it is said which package has it, and nothing is written", async () => {
  const at = bench(lab(), false);
  const before = everything(at.folder);
  const { code, err } = await boot(at, [], { ...nobody, has: () => false });
  expect(code).toBe(3);
  expect(err).toContain("qemu-system-aarch64: error[program-missing]: ");
  expect(err).toContain("it comes with qemu-system-arm on Debian and Ubuntu, qemu from Homebrew");
  expect(err).toContain("ssh: error[program-missing]: ");
  expect(err).toContain("openssh-client");
  expect(everything(at.folder)).toEqual(before);
});

test("without an image it is said what to do, before a bundle is made", async () => {
  const at = bench(lab(), false);
  const before = everything(at.folder);
  const host = { ...testIo().host, home: join(at.folder, "home") };
  const { code, err } = await at.run(["boot", "--out", join(at.folder, "out")], { processes: nobody, host });
  expect(code).toBe(3);
  expect(err).toContain(`${at.folder}/home/.cache/edgegen/virtual-pi/latest/ubuntu.img: error[image-missing]`);
  expect(err).toContain("--base IMG");
  expect(err).toContain("make testbed");
  const wrong = await boot({ ...at, base: "/nowhere/os.img" }, [], nobody);
  expect(wrong.code).toBe(3);
  expect(wrong.err).toContain("/nowhere/os.img");
  expect(wrong.err).toContain("check the path");
  expect(everything(at.folder)).toEqual(before);
});

test("where cards were built, no new bundle is made that would turn them into strangers", async () => {
  const at = bench(lab(), false);
  mkdirSync(join(at.folder, "out/lab"));
  writeFileSync(join(at.folder, "out/lab/manifest.json"), "{}");
  const { code, err } = await boot(at, [], nobody);
  expect(code).toBe(3);
  expect(err).toContain(`${at.bundle}: error[bundle-missing]`);
  expect(existsSync(at.bundle)).toBe(false);
});

test("a cluster that has no bundle yet gets one", async () => {
  const at = bench(lab(), false);
  const processes = laptop([comesUp]);
  await boot(at, ["--node", "dcn1", "--boots", "1"], processes);
  expect(existsSync(at.bundle)).toBe(true);
  expect(processes.machines).toHaveLength(1);
});

test("a node that does not exist is wrong usage", async () => {
  const { code, err } = await boot(bench(), ["--node", "dcn9"], nobody);
  expect(code).toBe(2);
  expect(err).toContain('no node "dcn9"');
  expect(err).toContain("dcn0, dcn1, dcn2");
});

const generic = lab()
  .replace("image: ubuntu-24.04", "image: generic")
  .replace("board: pi-4b, memory: 8GiB", "board: generic-amd64, memory: 8GiB, interface: eth0")
  .replaceAll("board: pi-4b, memory: 4GiB", "board: generic-arm64, memory: 4GiB, interface: eth0");

test.each([
  ["a generic node", ["--node", "dcn1"], ["dcn1"]],
  ["a cluster of generic nodes", [], ["dcn0", "dcn1", "dcn2"]],
])("%s is not passed over in silence", async (_, args, names) => {
  const { code, err } = await boot(bench(generic), args, nobody);
  expect(code).toBe(2);
  for (const name of names) expect(err).toContain(`${name}: error[not-bootable]: `);
  expect(err).toContain("seed.img");
});

test.each([
  ["text", Buffer.from("no image at all\n"), "it has no partition table, so it is no image of a disk"],
  ["xz", Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00, 0x00, 0x04]), "it is packed with xz: unpack it first"],
  ["half of one", ubuntu.slice(0, ubuntu.length / 2), "it ends before its boot partition does"],
])(
  "a file that is no image is said with its path, and its copy is not left behind: %s",
  async (_, content, message) => {
    const at = bench();
    writeFileSync(at.base, content);
    const { code, err } = await boot(at, ["--node", "dcn1"], nobody);
    expect(code).toBe(3);
    expect(err).toContain(`${at.base}: error[not-an-image]: ${message}`);
    expect(everything(at.below)).toEqual([".gitignore"]);
    expect(readFileSync(at.base).equals(content)).toBe(true);
  },
);

test("a card is booted twice, on the port that QEMU chose, and what is wrong is told", async () => {
  const at = bench();
  const logins: string[] = [];
  const keys: string[] = [];
  const processes = laptop([comesUp, comesUp], (argv) => {
    logins.push(argv.slice(-4).join(" "));
    keys.push((statSync(join(at.below, "dcn1/id_ed25519")).mode & 0o777).toString(8));
    return { code: 0, out: ">host-name\n|static=dcn1\n<host-name\n", err: "" };
  });
  const { code, out, err } = await boot(at, ["--node", "dcn1"], processes);
  expect(out).toContain(
    `dcn1  control-plane of lab, ${at.base}, -M virt (its kernel does not say its version)\nboot 1\n`,
  );
  const end = "everything before k3s-install; there is no server with K3s's releases on this closed network";
  expect(out).toContain(`kernel starts: 1, cloud-init's end after 135.3 s\n${end}\n  FAIL  cloud-init\n`);
  expect(out).toContain(`the whole console is in ${at.below}/dcn1/console.log\n`);
  expect(code).toBe(1);
  expect(err).toContain("dcn1: error[check-failed]: not as the cluster says: cloud-init, ");
  expect(logins).toEqual(Array.from({ length: 2 }, () => `-p ${forwarded} edge@127.0.0.1 exec sudo -n sh -s`));
  expect(keys).toEqual(["600", "600"]);
  expect(processes.machines.map(({ process }) => process.running())).toEqual([false, false]);
});

test("of a boot nothing is left but the console, and the image is as it was", async () => {
  const at = bench();
  await boot(at, ["--node", "dcn1", "--boots", "1"], laptop([comesUp]));
  expect(everything(at.below)).toEqual([".gitignore", "dcn1", "dcn1/console.log"]);
  expect(readFileSync(join(at.below, "dcn1/console.log"), "utf8")).toContain("Linux version");
  expect(readFileSync(at.base).equals(ubuntu)).toBe(true);
});

test("--keep leaves the disk, where only its owner reads it and git does not see it", async () => {
  const at = bench();
  chmodSync(at.base, 0o444);
  await boot(at, ["--node", "dcn1", "--boots", "1", "--keep"], laptop([comesUp]));
  const disk = statSync(join(at.below, "dcn1/disk.img"));
  expect(disk.size).toBe(4 * 1024 ** 3);
  expect(disk.mode & 0o777).toBe(0o600);
  expect(statSync(at.below).mode & 0o777).toBe(0o700);
  expect(readFileSync(join(at.below, ".gitignore"), "utf8")).toBe("*\n");
  expect(startOf(join(at.below, "dcn1/disk.img")).includes("dcn1")).toBe(true);
});

test("where cp is not GNU's the copy is the same", async () => {
  const at = bench();
  const start = () => startOf(join(at.below, "dcn1/disk.img"));
  const args = ["--node", "dcn1", "--boots", "1", "--keep"];
  await boot(at, args, laptop([comesUp]));
  const byCp = start();
  const other = laptop([comesUp]);
  const run = async (argv: readonly string[], options?: RunOptions) =>
    argv[0] === "cp" ? { code: 64, out: "", err: "cp: illegal option -- -\n" } : other.run(argv, options);
  await boot(at, args, { ...other, run });
  expect(start().equals(byCp)).toBe(true);
});

test("an image in the very folder that is cleared for the boot is refused, and stays", async () => {
  const at = bench();
  const kept = join(at.below, "dcn1/disk.img");
  mkdirSync(join(at.below, "dcn1"), { recursive: true });
  copyFileSync(at.base, kept);
  const { code, err } = await boot({ ...at, base: kept }, ["--node", "dcn1"], nobody);
  expect(code).toBe(3);
  expect(err).toContain(`${kept}: error[image-unfit]`);
  expect(readFileSync(kept).equals(ubuntu)).toBe(true);
});

test("a second boot of the same cluster at the same time is refused", async () => {
  const at = bench();
  mkdirSync(at.below);
  const lock = nodeOutputTree().lock(join(at.below, ".lock"));
  const { code, err } = await boot(at, [], nobody);
  expect(code).toBe(3);
  expect(err).toContain(`process ${process.pid} is booting its nodes`);
  if ("release" in lock) lock.release();
});

test("a node that does not come up is said with the last thing seen, and the next one is not tried", async () => {
  const at = bench();
  const processes = laptop([panics]);
  const { code, err } = await boot(at, [], processes);
  expect(code).toBe(1);
  expect(err).toContain("dcn0: error[boot-failed]: it did not come up");
  expect(err).toMatch(/the last thing seen: .* s {2}Kernel panic - not syncing: no init/);
  expect(err).toContain(`look into ${at.below}/dcn0/console.log`);
  expect(processes.machines).toHaveLength(1);
});

test("what QEMU complains of is said", async () => {
  const complains: Guest = ({ complain, end }) => {
    complain("qemu-system-aarch64: cannot set up guest memory\n");
    end(1);
  };
  const { code, err } = await boot(bench(), ["--node", "dcn1", "--memory", "9999999"], laptop([complains]));
  expect(code).toBe(1);
  expect(err).toContain("the machine went off by itself");
  expect(err).toContain("cannot set up guest memory");
});

test("a node that nobody can log in to is said with what would help", async () => {
  const { code, err, out } = await boot(bench(), ["--node", "dcn1", "--boots", "1"], laptop([comesUp]));
  expect(code).toBe(1);
  expect(out).toContain("nothing checked: sudo: a password is required");
  expect(err).toContain("nobody could log in to look: sudo: a password is required");
  expect(err).toContain("--ssh-key FILE");
});

test("every node is booted; where nobody may become root that is all, and it is said", async () => {
  const at = bench(noLogin(lab()));
  const logins: string[] = [];
  const processes = laptop(
    ["dcn0: step docker", "dcn1: step k3s-install", "dcn2: step k3s-install"].map(
      (step) =>
        ({ say }) =>
          say(`edgegen: ${step}: no address`),
    ),
    (argv) => {
      logins.push(argv.at(-1) ?? "");
      return { code: 0, out: "", err: "" };
    },
  );
  const { code, err } = await boot(at, ["--boots", "1", "--ssh"], processes);
  expect(err).toContain("warning[not-checked]");
  expect(code).toBe(0);
  expect(processes.machines).toHaveLength(3);
  // The session that was asked for, and no other one.
  expect(logins).toEqual(["-t", "-t", "-t"]);
});

test("a node on Wi-Fi is booted by cable, and that is said", async () => {
  const wifi = "wifi: {ssid: lab, password: {secret: wifi}, country: IN}";
  const profile = lab().replace("nameservers:", `${wifi}, nameservers:`).replace("40.23}", "40.23, interface: wlan0}");
  const at = bench(noLogin(profile));
  const waits: Guest = ({ say }) => say("edgegen: dcn2: step k3s-install: no address");
  const { code, out } = await boot(at, ["--node", "dcn2", "--boots", "1", "--keep"], laptop([waits]));
  expect(out).toContain("\nits Wi-Fi is not emulated: it is booted by cable\n");
  expect(startOf(join(at.below, "dcn2/disk.img")).includes("macaddress: d8:3a:dd:00:00:03")).toBe(true);
  expect(code).toBe(0);
});

test("Ctrl-C is no failure of the node, and leaves nothing behind", async () => {
  const at = bench();
  let asked = false;
  const guest: Guest = ({ end }) => {
    asked = true;
    end(0);
  };
  const { code, err } = await boot(at, [], laptop([guest]), { interrupted: () => asked });
  expect(code).toBe(3);
  expect(err).toContain("dcn0: error[interrupted]");
  expect(err).not.toContain("boot-failed");
  expect(everything(at.below)).toEqual([".gitignore", "dcn0", "dcn0/console.log"]);
});

test("a QEMU that is gone before anybody asked for its port is no bug of edgegen", async () => {
  const dies: Guest = ({ say, end }) => {
    say("edgegen: dcn1: step k3s-install: no address");
    end(1);
  };
  const { code, err } = await boot(bench(), ["--node", "dcn1", "--boots", "1"], laptop([dies]));
  expect(code).toBe(1);
  expect(err).toContain("there is no way to the node's sshd");
});

test("Ctrl-C while the image is copied is no damaged image, and nothing is switched on", async () => {
  const at = bench();
  let asked = false;
  const run = async (argv: readonly string[]) => {
    asked = argv[0] === "cp";
    return { code: 128, out: "", err: "" };
  };
  const { code, err } = await boot(at, [], { ...nobody, run }, { interrupted: () => asked });
  expect(code).toBe(3);
  expect(err).toContain(`${at.below}/dcn0: error[interrupted]`);
  expect(err).not.toContain("not-an-image");
  expect(everything(at.below)).toEqual([".gitignore", "dcn0"]);
});
