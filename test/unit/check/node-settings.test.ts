import { expect, test } from "vitest";
import { controlPlane, expectFaults, good, head, worker } from "../support/front-end.ts";

const nodes = (...lines: string[]) => `${head}nodes:\n${lines.join("")}`;
const k3s = (keys: string) => `${good}k3s: {${keys}}\n`;

test("stock-name: a node that is called as it came", async () => {
  await expectFaults(good.replace("dcn2", "«raspberrypi»"), ["stock-name"]);
  await expectFaults(good.replace("dcn2", "raspberrypi2"), []);
});

test("worker-memory: below what an agent needs", async () => {
  const pc = (memory: string) =>
    nodes(
      controlPlane,
      `  - {name: w, role: worker, board: generic-amd64, memory: ${memory}, address: 10.1.40.30, interface: eno1, os: {image: generic}, edge_pulse: {enabled: false}}\n`,
    );
  await expectFaults(pc("«256MiB»"), ["worker-memory"]);
  await expectFaults(pc("512MiB"), []);
});

test.each([
  ["end0", "eth0"],
  ["enp1s0f0", undefined],
  ["eno1", "eth0"],
  ["wlp2s0", "wlan0"],
  ["ens33", "eth0"],
  ["eth", "eth0"],
  ["eht0", "eth0"],
  ["wlan", "wlan0"],
])("interface-unlikely: %s on a Pi", async (name, suggestion) => {
  const wifi = name.startsWith("w") ? head.replace("10.1.40.1}", "10.1.40.1, wifi: {ssid: a, country: IN}}") : head;
  const found = await expectFaults(
    `${wifi}nodes:\n${controlPlane}${worker.replace("}", `, interface: ${suggestion ? `«${name}»` : name}}`)}`,
    suggestion ? ["interface-unlikely"] : [],
  );
  expect(found[0]?.suggestion?.text).toBe(suggestion);
});

test.each(["eth0", "eth1", "enxb827eb010203", "usb0"])("interface-unlikely: a Pi may have %s", async (name) => {
  await expectFaults(nodes(controlPlane, worker.replace("}", `, interface: ${name}}`)), []);
});

test.each(["lo", "br0", "eth0.40", "docker0", "bond0"])("interface-unlikely: %s is no network card", async (name) => {
  const [found] = await expectFaults(nodes(controlPlane, worker.replace("}", `, interface: «${name}»}`)), [
    "interface-unlikely",
  ]);
  expect(found?.notes[0]?.message).toBe("it is no network card; edgegen makes no VLAN, bridge or bond");
});

test("interface-unlikely: eth0 on a PC, unless its MAC finds it; other arm64 boards do have one", async () => {
  const pc = (board: string, rest: string) =>
    nodes(
      controlPlane,
      `  - {name: w, role: worker, board: ${board}, memory: 4GiB, address: 10.1.40.30, os: {image: generic}, ${rest}}\n`,
    );
  await expectFaults(pc("generic-amd64", "interface: «eth0»"), ["interface-unlikely"]);
  await expectFaults(pc("generic-amd64", 'interface: eth0, mac: "52:54:00:00:00:01"'), []);
  await expectFaults(pc("generic-arm64", "interface: eth0"), []);
  await expectFaults(pc("generic-arm64", "interface: «eth»"), ["interface-unlikely"]);
});

test("a value that a node has from elsewhere is shown there, with the node and the layer", async () => {
  const small = worker.replace(", memory: 4GiB", "");
  const fixture = `${nodes(controlPlane, small)}defaults: {memory: «3GiB»}\n`;
  const [found] = await expectFaults(fixture, ["memory-not-sold"]);
  expect(found?.notes).toMatchObject([
    { message: "it is sold with 1GiB, 2GiB, 4GiB, 8GiB" },
    { message: '"dcn2" has it from `defaults`', span: { start: fixture.indexOf("dcn2") } },
  ]);
  const role = `${nodes(controlPlane, small)}roles: {worker: {memory: «3GiB»}}\n`;
  const [ofRole] = await expectFaults(role, ["memory-not-sold"]);
  expect(ofRole?.notes.at(-1)?.message).toBe('"dcn2" has it from `roles.worker`');
});

test("a value of a section at the top is for all nodes, and one that nobody wrote is a default", async () => {
  const [port] = await expectFaults(`${good}edge_pulse: {api: {port: «6443»}}\n`, ["port-taken"]);
  expect(port?.notes).toEqual([{ message: "8080 is free on every node" }]);
  const newer = worker.replace("}", ", k3s: {version: «v1.35.1+k3s1»}}");
  const [found] = await expectFaults(nodes(controlPlane, newer), ["k3s-version-skew"]);
  expect(found?.notes).toMatchObject([{ message: expect.stringContaining("the control plane has the default") }]);
});

test("a node whose name was refused is this node", async () => {
  const fixture = nodes(
    controlPlane,
    worker.replace("dcn2", '«"w{3..1}"»').replace("4GiB", "4GiB").replace("10.1.40.23", "«10.1.41.23»"),
  );
  const found = await expectFaults(fixture, ["bad-range", "address-outside-subnet"]);
  expect(found[1]?.message).toBe("10.1.41.23 of this node is outside 10.1.40.0/24");
});

test("password-in-profile: Wi-Fi and registries, at the key and without the text", async () => {
  const wifi =
    "network: {subnet: 10.1.40.0/24, gateway: 10.1.40.1, wifi: {ssid: a, country: IN, «password»: hunter22}}";
  const wireless = worker.replace("}", ", interface: wlan0}");
  const [found] = await expectFaults(`version: 1\n${wifi}\nnodes:\n${controlPlane}${wireless}`, [
    "password-in-profile",
  ]);
  expect(found?.secret).toBe(true);
  expect(JSON.stringify(found)).not.toContain("hunter22");
  const login = (password: string) => k3s(`registries: {configs: {r.lan: {auth: {username: u, ${password}}}}}`);
  await expectFaults(login("«password»: hunter22"), ["password-in-profile"]);
  await expectFaults(login("password: {secret: registry}"), []);
});

test("registry-name: what no image is called by", async () => {
  const mirror = (name: string) => k3s(`registries: {mirrors: {${name}: {endpoint: ["https://m.lan"]}}}`);
  const [found] = await expectFaults(mirror('«"https://docker.io"»'), ["registry-name"]);
  expect(found?.suggestion?.text).toBe("docker.io");
  await expectFaults(mirror("«docker.io/library»"), ["registry-name"]);
  await expectFaults(mirror('"registry.lan:5000"'), []);
  await expectFaults(mirror('"*"'), []);
});

test("k3s-value-unknown: a word that K3s ends at", async () => {
  const [found] = await expectFaults(k3s("config: {flannel-backend: «wiregard-native»}"), ["k3s-value-unknown"]);
  expect(found?.suggestion?.text).toBe("wireguard-native");
  await expectFaults(k3s("config: {secrets-encryption-provider: «aes»}"), ["k3s-value-unknown"]);
  await expectFaults(k3s("config: {flannel-backend: none, egress-selector-mode: pod}"), []);
});

test("k3s-value-unknown: switches, and Docker and DNS where somebody brings them, are right", async () => {
  await expectFaults(k3s('config: {kubelet-arg: [fail-swap-on, --max-pods=60, "a=b: c"]}'), []);
  await expectFaults(k3s("config: {cluster-dns: 10.44.0.10, service-cidr: 10.44.0.0/16}"), []);
  await expectFaults(k3s("config: {cluster-dns: 10.43.0.10, docker: false}"), []);
  await expectFaults(k3s("disable: [coredns], config: {cluster-dns: 10.1.40.1}"), []);
  await expectFaults(k3s("config: {docker: «true»}"), ["k3s-value-unknown"]);
});

test("file-not-on-card: what the hardening guide wants to be written by hand", async () => {
  await expectFaults(
    k3s(
      "config: {kube-apiserver-arg: [audit-log-path=/var/log/a.log, «audit-policy-file=/var/lib/rancher/k3s/server/audit.yaml»]}",
    ),
    ["file-not-on-card"],
  );
  await expectFaults(k3s("config: {resolv-conf: «/etc/edgegen-resolv.conf»}"), ["file-not-on-card"]);
  await expectFaults(k3s("config: {resolv-conf: /run/systemd/resolve/resolv.conf, kubelet-arg: [max-pods=60]}"), []);
  const tls = (file: string) => k3s(`registries: {configs: {r.lan: {tls: {ca_file: ${file}}}}}`);
  await expectFaults(tls("«/etc/registry-ca.pem»"), ["file-not-on-card"]);
  await expectFaults(tls("/etc/ssl/certs/ca-certificates.crt"), []);
});

test("package-unfit: what is in no archive of Debian or Ubuntu, or fights with K3s", async () => {
  await expectFaults(`${good}os: {packages: [htop, «docker-ce», «firewalld»]}\n`, ["package-unfit", "package-unfit"]);
  await expectFaults(`${good}os: {packages: [docker.io, constructor]}\n`, []);
});

test("no-effect: ports of a firewall that is off, and a registry that is shared for nothing", async () => {
  await expectFaults(`${good}firewall: off\n«firewall_open»: [tcp/8443]\n`, ["no-effect"]);
  const shared = "config: {«embedded-registry»: true}";
  await expectFaults(k3s(shared), ["no-effect"]);
  await expectFaults(k3s(`${shared.replace(/[«»]/g, "")}, registries: {mirrors: {"*": }}`), []);
});

test("no-effect: quiet where an included file opens the ports for others", async () => {
  const files = { "common.yaml": "firewall_open: [tcp/8443]\n" };
  await expectFaults(`include: [common.yaml]\n${good}firewall: off\n`, [], files);
});

test("bad-taint: the taint that edgegen itself puts on the control plane", async () => {
  const tainted = controlPlane.replace("}", ', taints: [«"node-role.kubernetes.io/control-plane:NoSchedule"»]}');
  await expectFaults(nodes(tainted, worker), ["bad-taint"]);
  await expectFaults(nodes(tainted.replace(/[«»]/g, "")), []);
});

test.each(["kustomization.yaml", "Chart.yaml"])("bad-manifest: K3s does not know what %s is", async (name) => {
  const [found] = await expectFaults(k3s("manifests: [«app»]"), ["bad-manifest"], {
    [`app/${name}`]: "apiVersion: v1\nkind: X\n",
  });
  expect(found?.notes[0]?.message).toMatch(/^K3s does not/);
});

test("k3s-value-unknown: quiet at what K3s reads, also of two address families", async () => {
  const ranges = 'cluster-cidr: "10.60.0.0/16,fd00:60::/56", service-cidr: ["10.61.0.0/16", "fd00:61::/112"]';
  await expectFaults(k3s(`config: {${ranges}, cluster-dns: "10.61.0.10,fd00:61::a"}`), []);
  await expectFaults(k3s('config: {debug: "true", etcd-expose-metrics: 1, service-node-port-range: 30000+100}'), []);
  await expectFaults(k3s("config: {cluster-domain: lab.example.org, service-node-port-range: 30100-32000}"), []);
});

test("password-in-profile: quiet at what is only called like a secret, and at a URL without a login", async () => {
  await expectFaults(k3s("config: {etcd-s3-config-secret: s3, datastore-endpoint: http://10.1.40.9:2379}"), []);
  await expectFaults(k3s('registries: {mirrors: {docker.io: {endpoint: ["https://[fd00::1]:5000/v2"]}}}'), []);
});

test("registry-name: quiet at a login for what no mirror is, and at one for each port", async () => {
  const login = "{auth: {username: u, password: {secret: r}}}";
  const mirror = 'mirrors: {docker.io: {endpoint: ["https://r.lan:5000"]}}';
  await expectFaults(k3s(`registries: {${mirror}, configs: {ghcr.io: ${login}}}`), []);
  await expectFaults(k3s(`registries: {${mirror}, configs: {r.lan: ${login}, "r.lan:5000": ${login}}}`), []);
});

test("no-effect: quiet where another layer switches something of Edge-Pulse off", async () => {
  const sized = `${good}edge_pulse: {swap: {size: 2GiB}, api: {port: 9100}}\n`;
  await expectFaults(`${sized}roles: {worker: {edge_pulse: {swap: {device: none}, api: {listen: "off"}}}}\n`, []);
  await expectFaults(`${sized}roles: {worker: {edge_pulse: {enabled: false}}}\n`, []);
});

test("no-effect: quiet at a time server outside beside one of the nodes", async () => {
  await expectFaults(good.replace("gateway: 10.1.40.1", "gateway: 10.1.40.1, ntp: [10.1.40.22, 10.1.40.1]"), []);
});
