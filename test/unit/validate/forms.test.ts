import { expect, test } from "vitest";
import { marked } from "../support/marks.ts";
import { expectFault, shape, shapely } from "../support/shape.ts";

test.each([
  ["os: {timezone: «Kolkata»}", 'os.timezone: "Kolkata" is not a time zone', "Asia/Kolkata"],
  ["os: {timezone: «europe/berlin»}", 'os.timezone: "europe/berlin" is not a time zone', "Europe/Berlin"],
  ["os: {timezone: «New York»}", 'os.timezone: "New York" is not a time zone', "America/New_York"],
  ["os: {timezone: «Mumbai»}", 'os.timezone: "Mumbai" is not a time zone', "Asia/Kolkata"],
  ["os: {timezone: «Atlantis»}", 'os.timezone: "Atlantis" is not a time zone', undefined],
  ["os: {timezone: «IST»}", 'os.timezone: "IST" is not a time zone', undefined],
  ["os: {locale: «en_in.utf8»}", 'os.locale: "en_in.utf8" is not a locale', "en_IN.UTF-8"],
  ["os: {packages: [«Vim»]}", 'os.packages: "Vim" is not the name of a Debian package', "vim"],
  ["os: {packages: [«vim; reboot»]}", 'os.packages: "vim; reboot" is not the name of a Debian package', undefined],
  ["access: {user: «Ada L»}", 'access.user: "Ada L" is not a user name', undefined],
  ["firewall_open: [«8443/tcp»]", 'firewall_open: "8443/tcp" is not a port', "tcp/8443"],
  ["firewall_open: [«tcp/65536»]", 'firewall_open: "tcp/65536" is not a port', undefined],
  ["k3s: {download: {mirror: «ftp://x/»}}", 'k3s.download.mirror: "ftp://x/" is not the URL of a mirror', undefined],
  [
    "k3s: {download: {mirror: «'https://x/$(id)'»}}",
    'k3s.download.mirror: "https://x/$(id)" is not the URL of a mirror',
    undefined,
  ],
  [
    "k3s: {config: {«kubelet_arg»: x}}",
    'k3s.config: "kubelet_arg" is not a key of the K3s configuration',
    "kubelet-arg",
  ],
  ["k3s: {tls_san: [«api.lab:6443»]}", 'k3s.tls_san: "api.lab:6443" is not a host name or an address', "api.lab"],
  [
    "rancher: {server_url: «http://10.1.40.21/»}",
    'rancher.server_url: "http://10.1.40.21/" is not the URL of Rancher',
    "https://10.1.40.21",
  ],
  ["rancher: {server_url: «https://-»}", 'rancher.server_url: "https://-" is not the URL of Rancher', undefined],
  ["rancher: {server_url: «https://x:0»}", 'rancher.server_url: "https://x:0" is not the URL of Rancher', undefined],
  [
    "rancher: {image: «rancher/rancher:v2.13.8»}",
    'rancher.image: "rancher/rancher:v2.13.8" is not the name of a container image',
    "rancher/rancher",
  ],
  ["edge_pulse: {swap: {size: «7kB»}}", 'edge_pulse.swap.size: "7kB" is not a size', undefined],
  ["edge_pulse: {swap: {size: «8gb»}}", 'edge_pulse.swap.size: "8gb" is not a size', "8GiB"],
  [
    "edge_pulse: {swap: {device: «/dev/sda1»}}",
    'edge_pulse.swap.device: "/dev/sda1" is not a place for swap',
    undefined,
  ],
  ["edge_pulse: {api: {port: «0»}}", "edge_pulse.api.port: 0 is not a whole number from 1 to 65535", undefined],
  ["defaults: {interface: «eth0:1»}", 'defaults.interface: "eth0:1" is not the name of a network interface', undefined],
])("text of the wrong form: %s", (line, message, suggestion) => {
  expectFault(`${shapely}${line}\n`, "bad-value", message, suggestion);
});

test.each([
  ["subnet: «10.1.40.0», gateway: 10.1.40.1", 'network.subnet: "10.1.40.0" is not an IPv4 network', undefined],
  ["subnet: 10.1.40.0/24, gateway: «010.1.40.1»", 'network.gateway: "010.1.40.1" is not an IPv4 address', "10.1.40.1"],
  [
    "subnet: 10.1.40.0/24, gateway: 10.1.40.1, nameservers: [«10.1.40.300»]",
    'network.nameservers: "10.1.40.300" is not an IP address',
    undefined,
  ],
  [
    "subnet: 10.1.40.0/24, gateway: 10.1.40.1, nameservers: «[]»",
    "network.nameservers: a list is not a list with something in it",
    undefined,
  ],
  [
    "subnet: 10.1.40.0/24, gateway: 10.1.40.1, ntp: [«10.1.40.300»]",
    'network.ntp: "10.1.40.300" is not a host name or an address',
    undefined,
  ],
  ["subnet: 10.1.40.0/24, gateway: 10.1.40.1, search: [«lab.»]", 'network.search: "lab." is not a DNS domain', "lab"],
  [
    "subnet: 10.1.40.0/24, gateway: 10.1.40.1, wifi: {ssid: x, country: «uk»}",
    'network.wifi.country: "uk" is not a country code',
    "GB",
  ],
])("addresses of the wrong form: %s", (network, message, suggestion) => {
  expectFault(`version: 1\nnetwork: {${network}}\nnodes: []\n`, "bad-value", message, suggestion);
});

test("a MAC address of a group is no card's", () => {
  const fixture = `version: 1\nnetwork: {subnet: 10.1.40.0/24, gateway: 10.1.40.1}\nnodes: [{name: a, role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.2, mac: «"01:00:5e:00:00:01"»}]\n`;
  const note = "the lowest bit of its first byte is set: that is a group, not a card";
  expectFault(
    fixture,
    "bad-value",
    'mac of node "a": "01:00:5e:00:00:01" is not the MAC address of a network card',
    undefined,
    note,
  );
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
  const fixture =
    "version: 1\nnetwork:\n  subnet: 10.1.40.0/24\n  gateway: 10.1.40.1\n  wifi:\n    ssid: x\n    country: IN\n    «password»: hunter2\nnodes: []\n";
  expectFault(fixture, "bad-value", "network.wifi.password is not a Wi-Fi password");
  const number = fixture.replace("«password»: hunter2", "password: «12345678»");
  const { text } = marked(number);
  expect(JSON.stringify(shape(text).diagnostics)).not.toContain("12345678");
});

const wifi = (rest: string) =>
  `version: 1\nnetwork: {subnet: 10.1.40.0/24, gateway: 10.1.40.1, wifi: {ssid: x, country: IN, ${rest}}}\nnodes: []\n`;

test.each([
  ["password: «12345678»", "wrong-type", "a password of digits needs quotes"],
  ["password: «true»", "wrong-type", undefined],
  ["password: {«sekret»: hunter2}", "unknown-key", "allowed here: secret"],
  ["«kennwort»: hunter2", "unknown-key", "allowed here: country, password, ssid"],
  ["«password:hunter2»", "unknown-key", "YAML wants a space behind the colon"],
  ["password: abcdefgh,«hunter2»", "unknown-key", "if it is part of the password, put the password in quotes"],
])("nor does any part of it when something else is wrong: %s", (fixture, code, note) => {
  const { text, spans } = marked(wifi(fixture));
  const { diagnostics } = shape(text);
  expect(diagnostics).toMatchObject([{ code, span: spans[0] }]);
  expect(JSON.stringify(diagnostics)).not.toMatch(/hunter2|1234/);
  if (note) expect(diagnostics[0]?.notes.map(({ message }) => message)).toContain(note);
});

test("a number in a registry's password is not repeated", () => {
  const { diagnostics } = shape(`${shapely}k3s: {registries: {configs: {r: {auth: {password: 07654}}}}}\n`);
  expect(diagnostics).toMatchObject([{ code: "bad-value", secret: true }]);
  expect(JSON.stringify(diagnostics)).not.toContain("7654");
});

test("a text that is longer than 16 KiB is refused where it stands", () => {
  const fixture = `${shapely}k3s: {config: {kubelet-arg+: [«"${"a".repeat(16 * 1024 + 1)}"»]}}\n`;
  expectFault(fixture, "bad-value", "k3s.config.kubelet-arg+ has more than 16 KiB of text in it");
  expect(shape(`${shapely}k3s: {config: {x: "${"a".repeat(16 * 1024)}"}}\n`).diagnostics).toEqual([]);
});

test("a reference to a secret has the form of one", () => {
  const network =
    "subnet: 10.1.40.0/24, gateway: 10.1.40.1, wifi: {ssid: x, country: IN, password: {«secret»: My Wifi}}";
  expectFault(
    `version: 1\nnetwork: {${network}}\nnodes: []\n`,
    "bad-value",
    "network.wifi.password.secret is not the name of a secret",
  );
  const registries = 'k3s: {registries: {configs: {"r:5000": {auth: {password: {secret: «7»}}}}}}';
  expectFault(
    `${shapely}${registries}\n`,
    "bad-value",
    "secret of k3s.registries.configs.r:5000.auth.password is not the name of a secret",
  );
});

test.each([
  ['os: {timezone: «"a\\tb"»}', "os.timezone has a tab in it"],
  ['k3s: {config: {x: «"a\\nb"»}}', "k3s.config.x has a line break in it"],
  ['os: {packages: [«"a\\u0000"»]}', "os.packages has the character U+0000 in it"],
  ['os: {locale: «"a\\u2028"»}', "os.locale has the character U+2028 in it"],
  ['os: {locale: «"a\\ud800"»}', "os.locale has the character U+D800 in it"],
  ['defaults: {labels: {«"a\\u0007"»: x}}', "a key with the character U+0007 in it"],
])("text that would not survive its way to the card: %s", (line, message) => {
  expectFault(`${shapely}${line}\n`, "bad-value", message);
});

test.each([
  ["write-x: «0644»", "k3s.config.write-x: 0644 does not reach K3s as it is written", undefined],
  ["x: «1.50»", "k3s.config.x: 1.50 does not reach K3s as it is written", undefined],
  ["x: «99999999999999999999»", "k3s.config.x: 99999999999999999999 does not reach K3s as it is written", undefined],
  ["x: «yes»", "k3s.config.x: yes is text in YAML 1.2 and true or false in 1.1", "true"],
])("what is passed on means the same in both versions of YAML: %s", (line, message, suggestion) => {
  expectFault(`${shapely}k3s: {config: {${line}}}\n`, "bad-value", message, suggestion);
});

test("in quotes it is what it is", () => {
  const { value, diagnostics } = shape(`${shapely}k3s: {config: {x: "0644", y: 'yes', z: 10, l: [a=1.50]}}\n`);
  expect(diagnostics).toEqual([]);
  expect(value?.values.k3s?.config).toEqual({ x: "0644", y: "yes", z: 10, l: ["a=1.50"] });
});

test("K3s makes flags of its configuration, so a map in it is refused", () => {
  const message = "k3s.config.kubelet-arg must be text or a number or true or false or a list, not a map";
  expectFault(`${shapely}k3s: {config: {kubelet-arg: «{v: 1}»}}\n`, "wrong-type", message, '["v=1"]');
});

test("registries keep keys without a value, which mean something to K3s", () => {
  const { value, diagnostics } = shape(`${shapely}k3s: {registries: {mirrors: {"*": }}}\n`);
  expect(diagnostics).toEqual([]);
  expect(value?.values.k3s?.registries).toEqual({ mirrors: { "*": null } });
});

test.each([
  ["Germany", "DE"],
  ["united kingdom", "GB"],
  ["USA", "US"],
  ["Atlantis", undefined],
])("a country may be found by its name: %j", (name, code) => {
  const network = `subnet: 10.1.40.0/24, gateway: 10.1.40.1, wifi: {ssid: x, country: ${name}}`;
  const [found] = shape(`version: 1\nnetwork: {${network}}\nnodes: []\n`).diagnostics;
  expect(found?.suggestion?.text).toBe(code);
});

test("Norway is a country", () => {
  const network = "subnet: 10.1.40.0/24, gateway: 10.1.40.1, wifi: {ssid: x, country: NO}";
  expect(shape(`version: 1\nnetwork: {${network}}\nnodes: []\n`).value?.values.network?.wifi?.country).toBe("NO");
});
