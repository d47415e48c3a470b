import { expect } from "vitest";
import { type Card, cards } from "./cards.ts";
import { type Exhibit, judgeInRoot, oracle } from "./oracle.ts";

/** A connection as NetworkManager keeps it (nm-settings-keyfile(5)), and what it must set. */
interface Keyfile extends Exhibit {
  readonly mode: number;
  readonly address: string;
  readonly gateway: string;
}

/** NetworkManager's own reader of keyfiles: it prints what it understood. It would ignore a file that others may read. */
async function keyfileFaults(keyfiles: readonly Keyfile[]): Promise<string[]> {
  const argv = ["nmcli", "--offline", "connection", "modify", "connection.autoconnect", "yes"];
  const outcomes = await judgeInRoot(keyfiles, ({ text }) => ({ argv, stdin: text }));
  return keyfiles.flatMap(({ at, address, gateway, mode }, index) => {
    const { status, output } = outcomes[index] ?? { status: -1, output: "no answer" };
    const missing = [`address1=${address}`, `gateway=${gateway}`, "method=manual"].filter(
      (line) => !output.split("\n").includes(line),
    );
    if (status === 0 && missing.length === 0 && mode === 0o600) return [];
    return [`${at}: exit ${status}, mode ${mode.toString(8)}, missing ${JSON.stringify(missing)} in: ${output}`];
  });
}

const keyfilesOf = ({ files, facts }: Card): readonly Keyfile[] =>
  files
    .filter(({ path }) => path.endsWith(".nmconnection"))
    .map((file) => ({ ...file, address: `${facts.address}/${facts.prefix_length}`, gateway: facts.gateway }));

oracle("NetworkManager reads every Wi-Fi keyfile, and in it the static address", ["root"], async () => {
  const keyfiles = cards().flatMap(keyfilesOf);
  expect(keyfiles.length, "no card has a keyfile, so nothing would be judged").toBeGreaterThan(0);
  expect(await keyfileFaults(keyfiles)).toEqual([]);
});

const good = `[connection]
id=wifi
type=wifi

[wifi]
mode=infrastructure
ssid=lab

[ipv4]
method=manual
address1=10.1.40.21/24,10.1.40.1
`;

oracle(
  "NetworkManager is seen to refuse a wrong address, a wrong mode and a file that others may read",
  ["root"],
  async () => {
    const keyfile = { text: good, mode: 0o600, address: "10.1.40.21/24", gateway: "10.1.40.1" };
    const found = await keyfileFaults([
      { ...keyfile, at: "good" },
      { ...keyfile, at: "address", text: good.replace("40.21", "40.321") },
      { ...keyfile, at: "mode", text: good.replace("infrastructure", "structure") },
      { ...keyfile, at: "readable", mode: 0o644 },
    ]);
    expect(found.map((text) => text.split(":")[0])).toEqual(["address", "mode", "readable"]);
  },
);
