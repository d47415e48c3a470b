import { expect } from "vitest";
import { type Card, cards, filesNamed } from "./cards.ts";
import { distinct, type Exhibit, faults, judgeInRoot, oracle } from "./oracle.ts";

/** The file that cloud-init makes of `users[].sudo` (cloudinit/distros/__init__.py, write_sudo_rules), and those that cards write. */
function sudoers({ at, config, files }: Card): readonly Exhibit[] {
  const rules = (config.users ?? []).filter(({ sudo }) => typeof sudo === "string");
  const made = rules.map(({ name, sudo }) => ({ at: `${at}:users.${name}.sudo`, text: `${name} ${sudo}\n` }));
  return [...made, ...files.filter(({ path }) => path.startsWith("/etc/sudoers.d/"))];
}

async function faultsInRoot(exhibits: readonly Exhibit[], argv: readonly string[]): Promise<string[]> {
  const outcomes = await judgeInRoot(exhibits, ({ text }) => ({ argv, stdin: text }));
  return faults(exhibits, outcomes);
}

const visudo = ["visudo", "-c", "-f", "-"];

oracle("visudo accepts every sudo rule", ["root"], async () => {
  expect(await faultsInRoot(distinct("sudo rules", cards().flatMap(sudoers)), visudo)).toEqual([]);
});

oracle("visudo is seen to refuse a rule without a command", ["root"], async () => {
  const found = await faultsInRoot([{ at: "bad", text: "edge ALL=(ALL) NOPASSWD:\n" }], visudo);
  expect(found).toEqual([expect.stringMatching(/^bad: .*syntax error/s)]);
});

/** Where the profile names no interface, the node finds it and hands it to nft in this way. */
const nft = [
  "sh",
  "-c",
  'cat >/tmp/f; grep -q "^define lan" /tmp/f || set -- -D lan=eth0; exec nft --check "$@" -f /tmp/f',
  "nft",
];

oracle("nft accepts every packet filter", ["root"], async () => {
  expect(await faultsInRoot(distinct("packet filters", filesNamed(/\.nft$/)), nft)).toEqual([]);
});

oracle("nft is seen to refuse a port that is none and an unknown chain", ["root"], async () => {
  const filter = (rule: string) =>
    `define lan = "eth0"\ntable inet t {\n chain c {\n  type filter hook prerouting priority mangle\n  ${rule}\n }\n}\n`;
  const found = await faultsInRoot(
    [
      { at: "good", text: filter("iifname $lan tcp dport { 22, 30000-32767 } accept") },
      { at: "port", text: filter("tcp dport { 22, 70000 } accept") },
      { at: "chain", text: filter("jump nowhere") },
    ],
    nft,
  );
  expect(found).toEqual([expect.stringMatching(/^port: /), expect.stringMatching(/^chain: /)]);
});
