import { expect, test } from "vitest";
import { covered } from "../support/marks.ts";
import { expectFault, shape, shapely } from "../support/shape.ts";

test("an unknown key is reported at the key, with what it may have been and what may stand there", () => {
  expectFault(
    `${shapely}os: {«timezon»: UTC}\n`,
    "unknown-key",
    'unknown key "timezon" in os',
    "timezone",
    "allowed here: image, locale, packages, timezone, upgrade",
  );
});

test("a key in the wrong section is sent to the right one", () => {
  expectFault(
    `${shapely}«timezone»: UTC\n`,
    "unknown-key",
    'unknown key "timezone" in the profile',
    undefined,
    '"timezone" is a key of os: `os: {timezone: ...}`',
  );
});

test("a key of the whole cluster at a node is sent to the top", () => {
  const note = '"disable" concerns the whole cluster: write it into the top-level `k3s`';
  expectFault(
    `${shapely}defaults: {k3s: {«disable»: [traefik]}}\n`,
    "unknown-key",
    'unknown key "disable" in defaults.k3s',
    undefined,
    note,
  );
});

test("a merge key of YAML 1.1 is an unknown key with an explanation", () => {
  const note = "merge keys are not part of YAML 1.2: put what nodes share into `defaults` or `roles`";
  expectFault(`${shapely}os: {«<<»: {image: generic}}\n`, "unknown-key", 'unknown key "<<" in os', undefined, note);
});

test("merge keys are one fault, and what they bring in is there, and looked at once", () => {
  const nodes =
    "defaults: &pi {board: pi-4b, «memory»: 3 GiB}\nnodes:\n  - {<<: *pi, name: a, role: worker, address: 10.1.40.2}\n  - {<<: [*pi], name: b, role: worker, address: 10.1.40.3}\n";
  const text = `version: 1\nnetwork: {subnet: 10.1.40.0/24, gateway: 10.1.40.1}\n${nodes.replace(/[«»]/g, "")}`;
  const { diagnostics } = shape(text);
  expect(diagnostics.map(({ code, span }) => [code, covered(span, text)])).toEqual([
    ["unknown-key", "<<"],
    ["bad-value", "3 GiB"],
  ]);
  expect(diagnostics[0]?.notes.at(-1)?.message).toBe("there is one more");
});

test("a key of a map itself counts more than one that is merged into it", () => {
  const { value } = shape(
    `${shapely}defaults: &d {board: pi-4b, memory: 4GiB}\nroles: {worker: {<<: *d, memory: 8GiB}}\n`,
  );
  expect(value?.values.roles?.worker).toEqual({ board: "pi-4b", memory: 8192 });
});

test("missing keys of one map are one fault, at the key before the map or at the item of a list", () => {
  expectFault(
    "version: 1\n«network»: {search: []}\nnodes: []\n",
    "missing-key",
    'missing keys "subnet", "gateway" in network',
  );
  const node =
    "version: 1\nnetwork: {subnet: 10.1.40.0/24, gateway: 10.1.40.1}\nnodes:\n  - «{name: dcn1, role: worker}»\n";
  expectFault(node, "missing-key", 'missing keys "address", "board", "memory" in node "dcn1"');
});

test("Wi-Fi without country is a missing key", () => {
  const fixture = "version: 1\nnetwork: {subnet: 10.1.40.0/24, gateway: 10.1.40.1, «wifi»: {ssid: lab}}\nnodes: []\n";
  expectFault(fixture, "missing-key", 'missing key "country" in network.wifi');
});

test("a key that is there without its value is missing at the key", () => {
  const fixture = "version: 1\nnetwork:\n  subnet: 10.1.40.0/24\n  «gateway»:\nnodes: []\n";
  expectFault(fixture, "missing-key", "network.gateway has no value");
});

test("a misspelt key is not also missing", () => {
  const fixture = "version: 1\nnetwork: {subnet: 10.1.40.0/24, «gatway»: 10.1.40.1}\nnodes: []\n";
  expectFault(fixture, "unknown-key", 'unknown key "gatway" in network', "gateway");
});

test("what stands behind a misspelt key is looked at in the same run", () => {
  const text = `${shapely}edgePulse: {zramPercent: 300}\ndefaults: {ram: 4g, boards: pi-4b}\n`;
  const { diagnostics, value } = shape(text);
  const inOrder = diagnostics.toSorted((a, b) => (a.span?.start ?? 0) - (b.span?.start ?? 0));
  expect(inOrder.map(({ code, span }) => `${code} ${covered(span, text)}`)).toEqual([
    "unknown-key edgePulse",
    "unknown-key zramPercent",
    "bad-value 300",
    "unknown-key ram: 4g",
    "unknown-key boards",
  ]);
  expect(value?.values.defaults?.board).toBe("pi-4b");
});

test("of two slips for one key the first is taken for it, and none for a key that is there", () => {
  const { value } = shape(`${shapely}defaults: {ram: 2GiB, mem: 4GiB}\nroles: {worker: {memory: 1GiB, ram: 8GiB}}\n`);
  expect(value?.values.defaults?.memory).toBe(2048);
  expect(value?.values.roles?.worker?.memory).toBe(1024);
});

test("what may be a secret keeps its name", () => {
  const wifi = shapely.replace("10.1.40.1}", "10.1.40.1, wifi: {ssid: a, country: IN, passwort: abc}}");
  expect(shape(wifi).diagnostics).toMatchObject([{ code: "unknown-key" }]);
});

test("a section whose content is commented out counts as not written", () => {
  expect(shape(`${shapely}os:\n  # image: generic\ndefaults:\nroles:\n`).diagnostics).toEqual([]);
});

test("board and memory may come from the node, its role or the defaults", () => {
  const nodes =
    "version: 1\nnetwork: {subnet: 10.1.40.0/24, gateway: 10.1.40.1}\nnodes: [{name: a, role: worker, address: 10.1.40.2}]\n";
  expect(shape(`${nodes}defaults: {board: pi-4b}\nroles: {worker: {memory: 4GiB}}\n`).diagnostics).toEqual([]);
  expect(shape(`${nodes}roles: {rancher: {board: pi-4b, memory: 4GiB}}\n`).diagnostics).toMatchObject([
    { code: "missing-key", message: 'missing keys "board", "memory" in node "a"' },
  ]);
});

test.each([
  [`${shapely}cluster: «5»\n`, "cluster must be text, not the number 5", '"5"', "without quotes it is no text"],
  [`${shapely}cluster: «[a]»\n`, "cluster must be text, not a list", "a", undefined],
  [`${shapely}cluster: «[a, b]»\n`, "cluster must be text, not a list", undefined, undefined],
  [
    `${shapely}k3s: {version: «1.34»}\n`,
    "k3s.version must be a K3s release, not the number 1.34",
    undefined,
    "expected: for example v1.34.8+k3s1",
  ],
  [`${shapely}os: {packages: «vim»}\n`, 'os.packages must be a list, not the text "vim"', "[vim]", undefined],
  [
    `${shapely}access: {passwordless_sudo: «yes»}\n`,
    'access.passwordless_sudo must be true or false, not the text "yes"',
    "true",
    undefined,
  ],
  [
    `${shapely}edge_pulse: {swap: {size: «1024»}}\n`,
    "edge_pulse.swap.size must be a size, not the number 1024",
    "1GiB",
    undefined,
  ],
  [
    `${shapely}defaults: {labels: {gpu: «true»}}\n`,
    "defaults.labels.gpu must be text, not true",
    '"true"',
    "without quotes it is no text",
  ],
  [
    `${shapely}k3s: {manifests: [«7»]}\n`,
    "k3s.manifests must be a path, not the number 7",
    '"7"',
    "without quotes it is no text",
  ],
  [
    `${shapely}os: {timezone: «5»}\n`,
    "os.timezone must be a time zone, not the number 5",
    undefined,
    "expected: UTC, or an area and a city: Asia/Kolkata, Europe/Berlin",
  ],
  [
    `${shapely}edge_pulse: {api: {port: «"80"»}}\n`,
    'edge_pulse.api.port must be a whole number from 1 to 65535, not the text "80"',
    "80",
    undefined,
  ],
  [
    `${shapely}defaults: {interface: «{1..3}»}\n`,
    "defaults.interface must be the name of a network interface, not a map",
    undefined,
    'a range needs quotes: "{1..3}"',
  ],
  [
    `${shapely}os: «ubuntu-24.04»\n`,
    'os must be a map with image, timezone, ..., not the text "ubuntu-24.04"',
    undefined,
    undefined,
  ],
  [
    "version: 1\nnetwork: {subnet: 10.1.40.0/24, gateway: 10.1.40.1}\nnodes: [«dcn1»]\n",
    'entry 1 of nodes must be a map with name, role, ..., not the text "dcn1"',
    undefined,
    undefined,
  ],
])("a value of the wrong type is told what it is and what it should be: %j", (fixture, message, suggestion, note) => {
  expectFault(fixture, "wrong-type", message, suggestion, note);
});

test.each([
  [`${shapely}hardening: «false»\n`, "hardening cannot be false", "off"],
  [`${shapely}firewall: «lam»\n`, 'firewall cannot be the text "lam"', "lan"],
  [`${shapely}os: {upgrade: «no»}\n`, 'os.upgrade cannot be the text "no"', "none"],
  [`${shapely}os: {image: «Ubuntu-24.04»}\n`, 'os.image cannot be the text "Ubuntu-24.04"', "ubuntu-24.04"],
  [
    `${shapely}k3s: {disable: [traefik, «localstorage»]}\n`,
    'k3s.disable cannot be the text "localstorage"',
    "local-storage",
  ],
  [`${shapely}edge_pulse: {zram_percent: «auot»}\n`, 'edge_pulse.zram_percent cannot be the text "auot"', "auto"],
  [
    `${shapely}edge_pulse: {zram_percent: «300»}\n`,
    "edge_pulse.zram_percent: 300 is not auto or a whole number from 1 to 200",
    undefined,
  ],
  [`version: «"1"»\n${shapely.slice(11)}`, 'version cannot be the text "1"', "1"],
  [`${shapely}edge_pulse: {zram_percent: «"50"»}\n`, 'edge_pulse.zram_percent cannot be the text "50"', "50"],
  [`version: «2»\n${shapely.slice(11)}`, "version cannot be the number 2", undefined],
])("a value that is none of the choices gets the nearest one, if one is near: %j", (fixture, message, suggestion) => {
  expectFault(fixture, "bad-value", message, suggestion);
});

test("a choice between two equally near words is left to the reader", () => {
  const note = 'did you mean "generic-amd64" or "generic-arm64"?';
  expectFault(
    `${shapely}defaults: {board: «generic»}\n`,
    "bad-value",
    'defaults.board cannot be the text "generic"',
    undefined,
    note,
  );
});

test("all faults of a profile come in one run, and what is left is a profile", () => {
  const { value, diagnostics } = shape(
    "version: one\nos: {image: nix, timezone: UTC}\nnetwork: {subnet: x, gateway: 10.1.40.1}\nnodes:\n  - {name: a, role: wrker, board: pi-4b, memory: 4GiB, address: 10.1.40.2}\n  - 7\n",
  );
  expect(diagnostics.map(({ code }) => code).toSorted()).toEqual([
    "bad-value",
    "bad-value",
    "bad-value",
    "wrong-type",
    "wrong-type",
  ]);
  expect(value?.partial).toBe(true);
  expect(value?.values).toEqual({
    os: { timezone: "UTC" },
    network: { gateway: "10.1.40.1" },
    nodes: [{ name: "a", role: "worker", board: "pi-4b", memory: 4096, address: "10.1.40.2" }],
  });
});

test("nothing is missing from a profile of which a file could not be read", () => {
  expect(shape("cluster: a\nnodes: [{name: a, role: worker, address: 10.1.40.2}]\n", true).diagnostics).toEqual([]);
  expect(shape("nodes: [{name: a, role: worker}]\n", true).diagnostics).toMatchObject([
    { message: 'missing key "address" in node "a"' },
  ]);
});

test("what an alias brings in twice is one fault", () => {
  const { diagnostics } = shape(`${shapely}defaults: {os: &os {image: nix}}\nroles: {worker: {os: *os}}\n`);
  expect(diagnostics.map(({ span }) => covered(span, `${shapely}defaults: {os: &os {image: nix}}\n`))).toEqual(["nix"]);
});

test("a key called __proto__ is unknown like any other", () => {
  expect(shape(`${shapely}os: {__proto__: {image: generic}}\n`).diagnostics).toMatchObject([{ code: "unknown-key" }]);
});
