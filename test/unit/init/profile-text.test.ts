import fc from "fast-check";
import { expect, test } from "vitest";
import { parseNetwork, showAddress } from "../../../src/address/ipv4.ts";
import { profileText } from "../../../src/init/profile-text.ts";
import { scalar } from "../../../src/init/scalar.ts";
import { settle, type Wishes } from "../../../src/init/wishes.ts";
import { boardIds, boards } from "../../../src/model/boards.ts";
import { imageIds, images } from "../../../src/model/images.ts";
import { showSize } from "../../../src/model/size.ts";
import { readCluster } from "../../../src/pipeline.ts";
import { parsePlain } from "../../../src/yaml/plain.ts";
import { memoryHost } from "../../support/memory-host.ts";

const key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGrUtFQ2ZdmcEvGCQ7DnTe1lYCrVnVXKbRV3XcQjnMkB somebody@laptop\n";

const text = (wishes: Wishes, cluster = "lab") =>
  profileText({ cluster, name: cluster, schema: "../schema/profile.schema.json", wishes });

async function read(profile: string) {
  const host = memoryHost({ "profiles/lab.yaml": profile, "keys/id.pub": key });
  const { cluster, diagnostics } = await readCluster(host, "profiles/lab.yaml");
  return { cluster, said: diagnostics.map(({ code, message }) => `${code}: ${message}`) };
}

const optional = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });

/** Every board with an image that boots on it and memory that it is sold with, in a network that has room and is not K3s's own. */
const sensible: fc.Arbitrary<Wishes> = fc
  .record({
    board: optional(fc.constantFrom(...boardIds)),
    image: optional(fc.constantFrom(...imageIds)),
    size: fc.nat(),
    network: fc.record({
      at: fc.integer({ min: 0x0a_40_00_00, max: 0x0a_ff_ff_ff }),
      prefix: fc.integer({ min: 8, max: 28 }),
    }),
    workers: optional(fc.integer({ min: 0, max: 9 })),
    rancher: optional(fc.boolean()),
    timezone: optional(fc.constantFrom("UTC", "Asia/Kolkata", "America/Argentina/Buenos_Aires")),
    user: optional(fc.constantFrom("edge", "me", "y", "null", "true", "on")),
    sshKey: optional(fc.constantFrom("../keys/id.pub", key.trim())),
    wifi: optional(fc.constantFrom("lab", "Lab: 5G", "yes")),
    where: fc.record({ gateway: fc.boolean(), first: fc.boolean(), subnet: fc.boolean(), memory: fc.boolean() }),
  })
  .map(({ network: { at, prefix }, size, where, ...rest }) => {
    const { first, last } = parseNetwork(`${showAddress(at)}/${prefix}`) ?? { first: 0, last: 0 };
    const subnet = where.subnet ? `${showAddress(first)}/${prefix}` : undefined;
    const gateway = subnet && where.gateway ? showAddress(last - 1) : undefined;
    const firstAddress = subnet && where.first ? showAddress(first + 2) : undefined;
    const { board } = settle(rest);
    const sold = boards[board as keyof typeof boards].memoryMiB;
    const memory = where.memory
      ? showSize(sold.length > 0 ? (sold[size % sold.length] ?? 0) : 1024 * (1 + (size % 64)))
      : undefined;
    return { ...rest, subnet, gateway, firstAddress, memory };
  })
  .filter((wishes) => {
    const { board, image } = settle(wishes);
    return boards[board as keyof typeof boards].pi === images[image as keyof typeof images].pi;
  });

test("whatever is wished for in the right form, the profile validates without a word", async () => {
  await fc.assert(
    fc.asyncProperty(sensible, async (wishes) => {
      const { cluster, said } = await read(text(wishes));
      expect(said, text(wishes)).toEqual([]);
      expect(cluster?.nodes).toHaveLength((wishes.workers ?? 2) + (wishes.rancher ? 2 : 1));
      const [node] = cluster?.nodes ?? [];
      if (wishes.timezone) expect(node?.os.timezone).toBe(wishes.timezone);
      if (wishes.user) expect(cluster?.access.user).toBe(wishes.user);
      if (wishes.gateway) expect(cluster?.network.gateway).toBe(wishes.gateway);
      if (wishes.firstAddress) expect(node?.address).toBe(wishes.firstAddress);
      if (wishes.sshKey) expect(cluster?.access.sshAuthorizedKeys).toEqual([key.trim()]);
    }),
    { numRuns: 400, seed: 4 },
  );
});

test.each([...boardIds])(
  "with the hint taken, a cluster of %s has a Rancher, and nothing is wrong with it either",
  async (board) => {
    for (const image of imageIds.filter((id) => images[id].pi === boards[board].pi)) {
      const hint = text({ board, image }).replace(/^ {2}# (- \{name: lab0.*)AN ADDRESS OF ITS OWN/m, "  $1192.168.1.9");
      const { cluster, said } = await read(hint);
      expect(said, hint).toEqual([]);
      expect(cluster?.nodes.filter(({ role }) => role === "rancher")).toHaveLength(1);
    }
  },
);

test("a wireless network is what is wished for, with its password in the bundle", async () => {
  const { cluster } = await read(text({ wifi: "yes", country: "IN" }));
  expect(cluster?.network.wifi).toEqual({ ssid: "yes", password: { secret: "wifi" }, country: "IN" });
  expect(new Set(cluster?.nodes.map((node) => node.interface))).toEqual(new Set(["wlan0"]));
});

test("what else the comments offer is right too", async () => {
  const offered = text({})
    .replace(/^ {2}# (ssh_authorized_keys: .*)~\/.ssh\/id_ed25519.pub/m, "  $1../keys/id.pub")
    .replace(/^ {2}# {3}(wifi: )/m, "  $1")
    .replace("role: worker", "role: worker, interface: wlan0");
  expect(offered.match(/^ {2}(?:wifi|ssh_authorized_keys):/gm)).toHaveLength(2);
  expect((await read(offered)).said).toEqual([]);
});

test("what is wrong is spoken of once, where it stands", async () => {
  const faults = async (wishes: Wishes, cluster?: string) => (await read(text(wishes, cluster))).said;
  expect(await faults({}, "My Lab")).toEqual([expect.stringMatching(/^bad-name: "My Lab"/)]);
  expect(await faults({ subnet: "10.0.0.0/33" })).toEqual([expect.stringMatching(/^bad-value: network.subnet/)]);
  expect(await faults({ gateway: "10.0" })).toEqual([expect.stringMatching(/^bad-value: network.gateway/)]);
  expect(await faults({ firstAddress: "10.1.40" })).toEqual([expect.stringMatching(/^bad-value: "10.1.40"/)]);
  expect(await faults({ board: "pi4", rancher: true })).toEqual([expect.stringMatching(/^bad-value: defaults.board/)]);
  expect(await faults({ memory: "8g", rancher: true })).toEqual([expect.stringMatching(/^bad-value: defaults.memory/)]);
  expect(await faults({ image: "debian", rancher: true })).toEqual([expect.stringMatching(/^bad-value: os.image/)]);
  expect(await faults({ workers: 9, subnet: "10.0.0.0/29" })).not.toEqual([]);
});

test("any text stays one value, and text, also between braces", () => {
  const value = (written: string) => {
    const plain = parsePlain(`{key: ${written}, next: [${written}]} # end`);
    return "value" in plain ? plain.value : plain;
  };
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.stringMatching(/^[0-9a-fox.eE+~-]{1,8}$/)), (given) => {
      expect(value(scalar(given))).toEqual({ key: given, next: [given] });
    }),
    { numRuns: 2000, seed: 4 },
  );
  for (const word of ["null", "~", "true", "1e3", "0x1f", "12", "-", "yes"])
    expect(value(scalar(word))).toMatchObject({ key: word });
  expect(scalar("10.1.40.21")).toBe("10.1.40.21");
});

test("no name can end the comment that it stands in", () => {
  const lines = profileText({ cluster: "lab", name: "a\nversion: 2", schema: undefined, wishes: {} }).split("\n");
  expect(lines.filter((line) => line.startsWith("version"))).toEqual([expect.stringMatching(/^version: 1 /)]);
});
