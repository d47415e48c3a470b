import { expect, test } from "vitest";
import type { MapTree } from "../../../src/model/tree.ts";
import { validate } from "../../../src/validate/validate.ts";
import { parseYaml } from "../../../src/yaml/parse.ts";
import { covered, marked } from "../support/marks.ts";

const head = "version: 1\nnetwork: {subnet: 10.1.40.0/24, gateway: 10.1.40.1}\nnodes: []\n";

function shape(text: string, partial = false) {
  const { value, diagnostics } = parseYaml("lab.yaml", text);
  expect(diagnostics).toEqual([]);
  return validate(partial ? { ...(value as MapTree), partial: true } : (value as MapTree));
}

/** The one fault of a fixture with one mark: at the mark, in these words, with these remarks and this suggestion. */
function expectFault(fixture: string, code: string, message: string, suggestion?: string, note?: string) {
  const { text, spans } = marked(fixture);
  const { diagnostics } = shape(text);
  const found = diagnostics.map((d) => ({ code: d.code, message: d.message, start: d.span?.start, end: d.span?.end }));
  expect(found).toEqual([{ code, message, start: spans[0]?.start, end: spans[0]?.end }]);
  expect(diagnostics[0]?.suggestion?.text).toBe(suggestion);
  if (note !== undefined) expect(diagnostics[0]?.notes.map((each) => each.message)).toContain(note);
}

test("an unknown key is reported at the key, with what it may have been and what may stand there", () => {
  expectFault(
    `${head}os: {«timezon»: UTC}\n`,
    "unknown-key",
    'unknown key "timezon" in os',
    "timezone",
    "allowed here: image, locale, packages, timezone, upgrade",
  );
});

test("a key in the wrong section is sent to the right one", () => {
  expectFault(`${head}«timezone»: UTC\n`, "unknown-key", 'unknown key "timezone" in the profile', undefined, '"timezone" is a key of os');
});

test("a key of the whole cluster at a node is sent to the top", () => {
  const note = '"disable" concerns the whole cluster: write it into the top-level `k3s`';
  expectFault(`${head}defaults: {k3s: {«disable»: [traefik]}}\n`, "unknown-key", 'unknown key "disable" in defaults.k3s', undefined, note);
});

test("a merge key of YAML 1.1 is an unknown key with an explanation", () => {
  const note = "merge keys are not part of YAML 1.2: put what nodes share into `defaults` or `roles`";
  expectFault(`${head}os: {«<<»: {image: generic}}\n`, "unknown-key", 'unknown key "<<" in os', undefined, note);
});

test("missing keys of one map are one fault, at the key before the map or at the item of a list", () => {
  expectFault("version: 1\n«network»: {search: []}\nnodes: []\n", "missing-key", 'missing keys "subnet", "gateway" in network');
  const node = "version: 1\nnetwork: {subnet: 10.1.40.0/24, gateway: 10.1.40.1}\nnodes:\n  - «{name: dcn1, role: worker}»\n";
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

test("a section whose content is commented out counts as not written", () => {
  expect(shape(`${head}os:\n  # image: generic\ndefaults:\nroles:\n`).diagnostics).toEqual([]);
});

test("board and memory may come from the node, its role or the defaults", () => {
  const nodes = "version: 1\nnetwork: {subnet: 10.1.40.0/24, gateway: 10.1.40.1}\nnodes: [{name: a, role: worker, address: 10.1.40.2}]\n";
  expect(shape(`${nodes}defaults: {board: pi-4b}\nroles: {worker: {memory: 4GiB}}\n`).diagnostics).toEqual([]);
  expect(shape(`${nodes}roles: {rancher: {board: pi-4b, memory: 4GiB}}\n`).diagnostics).toMatchObject([
    { code: "missing-key", message: 'missing keys "board", "memory" in node "a"' },
  ]);
});

test.each([
  [`${head}cluster: «5»\n`, "cluster must be text, not the number 5", undefined, 'put it in quotes: "5"'],
  [`${head}cluster: «[a]»\n`, "cluster must be text, not a list", undefined, undefined],
  [`${head}k3s: {version: «1.34»}\n`, "k3s.version must be a K3s release, not the number 1.34", undefined, "expected: for example v1.34.8+k3s1"],
  [`${head}os: {packages: «vim»}\n`, 'os.packages must be a list, not the text "vim"', undefined, undefined],
  [`${head}access: {passwordless_sudo: «yes»}\n`, 'access.passwordless_sudo must be true or false, not the text "yes"', "true", undefined],
  [`${head}edge_pulse: {swap: {size: «1024»}}\n`, "edge_pulse.swap.size must be a size, not the number 1024", undefined, undefined],
  [`${head}defaults: {labels: {gpu: «true»}}\n`, "defaults.labels.gpu must be text, not true", undefined, 'put it in quotes: "true"'],
  [`${head}os: «ubuntu-24.04»\n`, 'os must be a map with image, timezone, ..., not the text "ubuntu-24.04"', undefined, undefined],
  ["version: 1\nnetwork: {subnet: 10.1.40.0/24, gateway: 10.1.40.1}\nnodes: [«dcn1»]\n", 'entry 1 of nodes must be a map with name, role, ..., not the text "dcn1"', undefined, undefined],
])("a value of the wrong type is told what it is and what it should be: %j", (fixture, message, suggestion, note) => {
  expectFault(fixture, "wrong-type", message, suggestion, note);
});

test.each([
  [`${head}hardening: «false»\n`, "hardening cannot be false", "off"],
  [`${head}firewall: «lam»\n`, 'firewall cannot be the text "lam"', "lan"],
  [`${head}os: {upgrade: «no»}\n`, 'os.upgrade cannot be the text "no"', "none"],
  [`${head}os: {image: «Ubuntu-24.04»}\n`, 'os.image cannot be the text "Ubuntu-24.04"', "ubuntu-24.04"],
  [`${head}k3s: {disable: [traefik, «localstorage»]}\n`, 'k3s.disable cannot be the text "localstorage"', "local-storage"],
  [`${head}edge_pulse: {zram_percent: «auot»}\n`, 'edge_pulse.zram_percent cannot be the text "auot"', "auto"],
  [`${head}edge_pulse: {zram_percent: «300»}\n`, "edge_pulse.zram_percent: 300 is not auto or a whole number from 1 to 200", undefined],
  [`version: «2»\n${head.slice(11)}`, "version cannot be the number 2", undefined],
])("a value that is none of the choices gets the nearest one, if one is near: %j", (fixture, message, suggestion) => {
  expectFault(fixture, "bad-value", message, suggestion);
});

test("a choice between two equally near words is left to the reader", () => {
  const note = 'did you mean "pi-4b" or "pi-5"?';
  expectFault(`${head}defaults: {board: «pi-4»}\n`, "bad-value", 'defaults.board cannot be the text "pi-4"', undefined, note);
});

test.each([
  ["os: {timezone: «Kolkata»}", 'os.timezone: "Kolkata" is not a time zone', undefined],
  ["os: {timezone: «IST»}", 'os.timezone: "IST" is not a time zone', undefined],
  ["os: {locale: «en_in.utf8»}", 'os.locale: "en_in.utf8" is not a locale', "en_IN.UTF-8"],
  ["os: {packages: [«Vim»]}", 'os.packages: "Vim" is not the name of a Debian package', "vim"],
  ["os: {packages: [«vim; reboot»]}", 'os.packages: "vim; reboot" is not the name of a Debian package', undefined],
  ["access: {user: «Ada L»}", 'access.user: "Ada L" is not a user name', undefined],
  ["firewall_open: [«8443/tcp»]", 'firewall_open: "8443/tcp" is not a port', "tcp/8443"],
  ["firewall_open: [«tcp/65536»]", 'firewall_open: "tcp/65536" is not a port', undefined],
  ["k3s: {download: {mirror: «ftp://x/»}}", 'k3s.download.mirror: "ftp://x/" is not the URL of a mirror', undefined],
  ["k3s: {download: {mirror: «'https://x/$(id)'»}}", 'k3s.download.mirror: "https://x/$(id)" is not the URL of a mirror', undefined],
  ["k3s: {config: {«kubelet_arg»: x}}", 'k3s.config: "kubelet_arg" is not a key of the K3s configuration', "kubelet-arg"],
  ["k3s: {tls_san: [«api.lab:6443»]}", 'k3s.tls_san: "api.lab:6443" is not a host name or an address', undefined],
  ["rancher: {server_url: «http://10.1.40.21/»}", 'rancher.server_url: "http://10.1.40.21/" is not the URL of Rancher', "https://10.1.40.21"],
  ["rancher: {server_url: «https://dcn0.local»}", 'rancher.server_url: "https://dcn0.local" is not the URL of Rancher', undefined],
  ["rancher: {image: «rancher/rancher:v2.13.8»}", 'rancher.image: "rancher/rancher:v2.13.8" is not the name of a container image', "rancher/rancher"],
  ["edge_pulse: {swap: {size: «8gb»}}", 'edge_pulse.swap.size: "8gb" is not a size', "8GiB"],
  ["edge_pulse: {swap: {device: «/dev/sda1»}}", 'edge_pulse.swap.device: "/dev/sda1" is not a place for swap', undefined],
  ["edge_pulse: {api: {port: «0»}}", "edge_pulse.api.port: 0 is not a whole number from 1 to 65535", undefined],
  ["defaults: {interface: «eth0:1»}", 'defaults.interface: "eth0:1" is not the name of a network interface', undefined],
])("text of the wrong form: %s", (line, message, suggestion) => {
  expectFault(`${head}${line}\n`, "bad-value", message, suggestion);
});

test.each([
  ["subnet: «10.1.40.0», gateway: 10.1.40.1", 'network.subnet: "10.1.40.0" is not an IPv4 network', undefined],
  ["subnet: 10.1.40.0/24, gateway: «010.1.40.1»", 'network.gateway: "010.1.40.1" is not an IPv4 address', "10.1.40.1"],
  ["subnet: 10.1.40.0/24, gateway: 10.1.40.1, nameservers: [«10.1.40.300»]", 'network.nameservers: "10.1.40.300" is not an IP address', undefined],
  ["subnet: 10.1.40.0/24, gateway: 10.1.40.1, nameservers: «[]»", "network.nameservers: a list is not a list with something in it", undefined],
  ["subnet: 10.1.40.0/24, gateway: 10.1.40.1, ntp: [«10.1.40.300»]", 'network.ntp: "10.1.40.300" is not a host name or an address', undefined],
  ["subnet: 10.1.40.0/24, gateway: 10.1.40.1, search: [«lab.»]", 'network.search: "lab." is not a DNS domain', "lab"],
  ["subnet: 10.1.40.0/24, gateway: 10.1.40.1, wifi: {ssid: x, country: «uk»}", 'network.wifi.country: "uk" is not a country code', "GB"],
])("addresses of the wrong form: %s", (network, message, suggestion) => {
  expectFault(`version: 1\nnetwork: {${network}}\nnodes: []\n`, "bad-value", message, suggestion);
});

test("a MAC address of a group is no card's", () => {
  const fixture = `version: 1\nnetwork: {subnet: 10.1.40.0/24, gateway: 10.1.40.1}\nnodes: [{name: a, role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.2, mac: «"01:00:5e:00:00:01"»}]\n`;
  const note = "the lowest bit of its first byte is set: that is a group, not a card";
  expectFault(fixture, "bad-value", 'mac of node "a": "01:00:5e:00:00:01" is not the MAC address of a network card', undefined, note);
});

test("MAC addresses come out lower case with colons, sizes in MiB, ports in two parts, URLs without a slash at the end", () => {
  const node = "{name: a, role: worker, board: pi-4b, memory: 1.5GiB, address: 10.1.40.2, mac: DC-A6-32-01-02-0A}";
  const text = `version: 1\nnetwork: {subnet: 10.1.40.0/24, gateway: 10.1.40.1}\nnodes: [${node}]\nfirewall_open: [udp/5353]\n`;
  const { value } = shape(`${text}k3s: {download: {mirror: "https://x.example/k3s/"}}\n`);
  expect(value?.values).toMatchObject({
    nodes: [{ mac: "dc:a6:32:01:02:0a", memory: 1536 }],
    firewall_open: [{ protocol: "udp", port: 5353 }],
    k3s: { download: { mirror: "https://x.example/k3s" } },
  });
});

test("a password never stands in a message, nor is its line the place", () => {
  const fixture = "version: 1\nnetwork:\n  subnet: 10.1.40.0/24\n  gateway: 10.1.40.1\n  wifi:\n    ssid: x\n    country: IN\n    «password»: hunter2\nnodes: []\n";
  expectFault(fixture, "bad-value", "network.wifi.password is not a Wi-Fi password");
  const number = fixture.replace("«password»: hunter2", "password: «12345678»");
  const { text } = marked(number);
  expect(JSON.stringify(shape(text).diagnostics)).not.toContain("12345678");
});

test("a reference to a secret has the form of one", () => {
  const network = "subnet: 10.1.40.0/24, gateway: 10.1.40.1, wifi: {ssid: x, country: IN, password: {secret: «My Wifi»}}";
  expectFault(`version: 1\nnetwork: {${network}}\nnodes: []\n`, "bad-value", 'network.wifi.password.secret: "My Wifi" is not the name of a secret');
  const registries = 'k3s: {registries: {configs: {"r:5000": {auth: {password: {secret: «7»}}}}}}';
  expectFault(`${head}${registries}\n`, "bad-value", "secret of k3s.registries.configs.r:5000.auth.password is not the name of a secret");
});

test.each([
  ['os: {timezone: «"a\\tb"»}', "os.timezone has a tab in it"],
  ['k3s: {config: {x: «"a\\nb"»}}', "k3s.config.x has a line break in it"],
  ['os: {packages: [«"a\\u0000"»]}', "os.packages has the character U+0000 in it"],
  ['os: {locale: «"a\\u2028"»}', "os.locale has the character U+2028 in it"],
  ['os: {locale: «"a\\ud800"»}', "os.locale has the character U+D800 in it"],
  ['defaults: {labels: {«"a\\u0007"»: x}}', "a key with the character U+0007 in it"],
])("text that would not survive its way to the card: %s", (line, message) => {
  expectFault(`${head}${line}\n`, "bad-value", message);
});

test.each([
  ["write-x: «0644»", "k3s.config.write-x: 0644 does not reach K3s as it is written", undefined],
  ["x: «1.50»", "k3s.config.x: 1.50 does not reach K3s as it is written", undefined],
  ["x: «99999999999999999999»", "k3s.config.x: 99999999999999999999 does not reach K3s as it is written", undefined],
  ["x: «yes»", "k3s.config.x: yes is text in YAML 1.2 and true or false in 1.1", "true"],
])("what is passed on means the same in both versions of YAML: %s", (line, message, suggestion) => {
  expectFault(`${head}k3s: {config: {${line}}}\n`, "bad-value", message, suggestion);
});

test("in quotes it is what it is", () => {
  const { value, diagnostics } = shape(`${head}k3s: {config: {x: "0644", y: 'yes', z: 10, l: [a=1.50]}}\n`);
  expect(diagnostics).toEqual([]);
  expect(value?.values.k3s?.config).toEqual({ x: "0644", y: "yes", z: 10, l: ["a=1.50"] });
});

test("K3s makes flags of its configuration, so a map in it is refused", () => {
  const message = "k3s.config.kubelet-arg must be text or a number or true or false or a list, not a map";
  expectFault(`${head}k3s: {config: {kubelet-arg: «{v: 1}»}}\n`, "wrong-type", message);
});

test("registries keep keys without a value, which mean something to K3s", () => {
  const { value, diagnostics } = shape(`${head}k3s: {registries: {mirrors: {"*": }}}\n`);
  expect(diagnostics).toEqual([]);
  expect(value?.values.k3s?.registries).toEqual({ mirrors: { "*": null } });
});

test("Norway is a country", () => {
  const network = "subnet: 10.1.40.0/24, gateway: 10.1.40.1, wifi: {ssid: x, country: NO}";
  expect(shape(`version: 1\nnetwork: {${network}}\nnodes: []\n`).value?.values.network?.wifi?.country).toBe("NO");
});

test("all faults of a profile come in one run, and what is left is a profile", () => {
  const { value, diagnostics } = shape(
    "version: one\nos: {image: nix, timezone: UTC}\nnetwork: {subnet: x, gateway: 10.1.40.1}\nnodes:\n  - {name: a, role: wrker, board: pi-4b, memory: 4GiB, address: 10.1.40.2}\n  - 7\n",
  );
  expect(diagnostics.map(({ code }) => code).toSorted()).toEqual(["bad-value", "bad-value", "bad-value", "wrong-type", "wrong-type"]);
  expect(value?.partial).toBe(true);
  expect(value?.values).toEqual({
    os: { timezone: "UTC" },
    network: { gateway: "10.1.40.1" },
    nodes: [{ name: "a", board: "pi-4b", memory: 4096, address: "10.1.40.2" }],
  });
});

test("nothing is missing from a profile of which a file could not be read", () => {
  expect(shape("cluster: a\nnodes: [{name: a, role: worker, address: 10.1.40.2}]\n", true).diagnostics).toEqual([]);
  expect(shape("nodes: [{name: a, role: worker}]\n", true).diagnostics).toMatchObject([{ message: 'missing key "address" in node "a"' }]);
});

test("what an alias brings in twice is one fault", () => {
  const { diagnostics } = shape(`${head}defaults: {os: &os {image: nix}}\nroles: {worker: {os: *os}}\n`);
  expect(diagnostics.map(({ span }) => covered(span, `${head}defaults: {os: &os {image: nix}}\n`))).toEqual(["nix"]);
});

test("a key called __proto__ is unknown like any other", () => {
  expect(shape(`${head}os: {__proto__: {image: generic}}\n`).diagnostics).toMatchObject([{ code: "unknown-key" }]);
});
