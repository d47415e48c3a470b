import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect } from "vitest";
import { type Card, cards, layOut, type NodeFile } from "./cards.ts";
import { distinct, type Exhibit, faults, judgeInRoot, oracle, run } from "./oracle.ts";

const work = mkdtempSync(join(tmpdir(), "edgegen-ssh-"));
afterAll(() => rmSync(work, { recursive: true, force: true }));

interface Sshd extends Exhibit {
  readonly files: readonly Pick<NodeFile, "path" | "mode" | "text">[];
}

const sshFiles = ({ at, files }: Card): Sshd => {
  const own = files.filter(({ path }) => /^\/etc\/(ssh|edgegen\/ssh)\//.test(path));
  return { at: `${at}:sshd`, files: own, text: own.map(({ path, text }) => path + text).join("\n") };
};

/** The root has no host keys of its own, as the images have none when a card starts: without the card's, sshd refuses to run. */
async function sshdFaults(sets: readonly Sshd[]): Promise<string[]> {
  const argv = ["sh", "-c", "sshd -t && sshd -T | grep -x 'hostkey /etc/edgegen/ssh/host_ed25519'"];
  const trees = sets.map(({ at, files }) => layOut(files, join(work, at.replaceAll(/[^\w.-]/g, "_"))));
  const outcomes = await judgeInRoot(trees, (tree) => ({ argv, tree }));
  return faults(sets, outcomes);
}

oracle("sshd starts with every card's settings and with the card's own host key", ["root"], async () => {
  expect(await sshdFaults(distinct("sshd", cards().map(sshFiles)))).toEqual([]);
});

oracle("sshd is seen to refuse an unknown setting, and a host key that others may read", ["root"], async () => {
  const [good] = cards().map(sshFiles);
  if (good === undefined) throw new Error("no card");
  const setting = { path: "/etc/ssh/sshd_config.d/99-bad.conf", mode: 0o644, text: "PasswordLogin no\n" };
  const found = await sshdFaults([
    { ...good, at: "setting", files: [...good.files, setting] },
    { ...good, at: "mode", files: good.files.map((file) => ({ ...file, mode: 0o644 })) },
  ]);
  expect(found).toEqual([expect.stringMatching(/^setting: .*PasswordLogin/s), expect.stringMatching(/^mode: /)]);
});

/** The key that ssh would expect from this address must be the one that the card's private key makes. */
async function hostKeyFault(at: string, privateKey: string, address: string, knownHosts: string): Promise<string[]> {
  const [folder] = [mkdtempSync(join(work, "key-"))];
  layOut(
    [
      { path: "key", mode: 0o600, text: privateKey },
      { path: "known_hosts", mode: 0o600, text: knownHosts },
    ],
    folder,
  );
  const made = await run("ssh-keygen", ["-y", "-f", join(folder, "key")]);
  const known = await run("ssh-keygen", ["-F", address, "-f", join(folder, "known_hosts")]);
  const [type, base64] = made.output.split(" ");
  if (made.status === 0 && known.status === 0 && known.output.includes(` ${type} ${base64}`)) return [];
  return [`${at}: ${made.output} is not the key of ${address} in known_hosts: ${known.output}`];
}

oracle("known_hosts names, for each address and name, the key that the card has", ["ssh-keygen"], async () => {
  const found: string[] = [];
  for (const { at, node, files, facts, tree } of cards()) {
    const key = files.find(({ path }) => path === "/etc/edgegen/ssh/host_ed25519")?.text ?? "";
    const known = readFileSync(join(tree, "known_hosts"), "utf8");
    for (const name of [facts.address, node]) found.push(...(await hostKeyFault(at, key, name, known)));
  }
  expect(found).toEqual([]);
});

oracle(
  "ssh-keygen is seen to tell one node's key from another's, and a key from nonsense",
  ["ssh-keygen"],
  async () => {
    const [one, other] = [mkdtempSync(join(work, "one-")), mkdtempSync(join(work, "other-"))];
    for (const folder of [one, other])
      await run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", join(folder, "key")]);
    const key = readFileSync(join(one, "key"), "utf8");
    const known = (folder: string) => `10.1.40.22 ${readFileSync(join(folder, "key.pub"), "utf8")}`;
    expect(await hostKeyFault("same", key, "10.1.40.22", known(one))).toEqual([]);
    expect(await hostKeyFault("other", key, "10.1.40.22", known(other))).toHaveLength(1);
    expect(await hostKeyFault("address", key, "10.1.40.23", known(one))).toHaveLength(1);
    expect(await hostKeyFault("nonsense", key.replace("b3Bl", "AAAA"), "10.1.40.22", known(one))).toHaveLength(1);
  },
);

oracle("ssh-keygen reads every authorized key", ["ssh-keygen"], async () => {
  const keys = cards().flatMap(({ at, config }) =>
    (config.users ?? []).flatMap(({ name, ssh_authorized_keys = [] }) =>
      ssh_authorized_keys.map((text) => ({ at: `${at}:users.${name}`, text })),
    ),
  );
  expect(await keyFaults(distinct("authorized keys", keys))).toEqual([]);
});

async function keyFaults(keys: readonly Exhibit[]): Promise<string[]> {
  const outcomes = await Promise.all(keys.map(({ text }) => run("ssh-keygen", ["-l", "-f", "-"], `${text}\n`)));
  return faults(keys, outcomes);
}

oracle("ssh-keygen is seen to refuse a key that lost a character", ["ssh-keygen"], async () => {
  expect(await keyFaults([{ at: "cut", text: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHx edge" }])).toHaveLength(1);
});

oracle("ssh reads ssh_config and would go to each node's address as the card's user", ["ssh"], async () => {
  const found: string[] = [];
  for (const { at, node, tree, facts, config } of cards()) {
    const { output } = await run("ssh", ["-G", "-F", join(tree, "ssh_config"), node]);
    const wanted = [`hostname ${facts.address}`, `user ${config.users?.[0]?.name}`];
    const lines = new Set(output.split("\n"));
    found.push(...wanted.filter((line) => !lines.has(line)).map((line) => `${at}: no "${line}" in what ssh -G says`));
  }
  expect(found).toEqual([]);
});
