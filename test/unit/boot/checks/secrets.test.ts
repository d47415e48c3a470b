import { expect, test } from "vitest";
import type { Expected } from "../../../../src/boot/check.ts";
import { secrets } from "../../../../src/boot/checks/secrets.ts";
import { secretsOf } from "../../../../src/boot/secret-list.ts";
import { expected, expectedFrom, wrongs } from "../sample.ts";

const wifi = await expectedFrom("test/golden/cases/everything--wifi-ubuntu/profile.yaml", "home0");

/** The place of a form among all patterns, from 1. */
function number(held: Expected, name: string, form = 0): number {
  let before = 0;
  for (const secret of secretsOf(held)) {
    if (secret.name === name) return before + form + 1;
    before += secret.forms.length;
  }
  throw new Error(`no secret ${name}`);
}

const at = (held: Expected, name: string, path: string, form = 0) => `${number(held, name, form)} ${path}\n`;

/** Each secret of the role once, in a place where it may be. */
const own = (held: Expected) =>
  secretsOf(held)
    .filter(({ here }) => here === "must")
    .map(({ name }) => at(held, name, "/etc/edgegen/some-file"))
    .join("");

const names = (held: Expected, here: string) =>
  secretsOf(held)
    .filter((secret) => secret.here === here)
    .map(({ name }) => name)
    .sort();

/** The trust model's table, written down once more by hand. */
test("each card has the secrets of its role, and no other", () => {
  expect(names(expected("dcn0"), "must")).toEqual([
    "Rancher TLS key",
    "Rancher bootstrap password",
    "SSH host key of dcn0",
    "default-token",
    "system token",
  ]);
  expect(names(expected("dcn1"), "must")).toEqual([
    "SSH host key of dcn1",
    "agent secret",
    "client CA key",
    "default-token",
    "etcd peer CA key",
    "etcd server CA key",
    "node password of dcn1",
    "request header CA key",
    "server CA key",
    "server secret",
    "service key",
  ]);
  expect(names(expected("dcn1"), "may")).toEqual(["system token"]);
  expect(names(expected("dcn2"), "must")).toEqual(["SSH host key of dcn2", "agent secret", "node password of dcn2"]);
  expect(names(expected("dcn2"), "may")).toEqual([]);
});

test("nobody has the keys of the laptop", () => {
  const laptop = [
    "root key",
    "intermediate key",
    "operator key",
    "break-glass key",
    "operator's SSH key",
    "Rancher CA key",
  ];
  for (const node of ["dcn0", "dcn1", "dcn2"])
    expect(names(expected(node), "never")).toEqual(expect.arrayContaining(laptop));
});

test("a secret of the user's own may be where it is used", () => {
  expect(names(wifi, "may")).toContain("secret wifi");
  expect(names(expected(), "never")).toContain("secret wifi");
});

test("without Rancher nothing of it is on any card", () => {
  const { cluster } = expected();
  const held = expected("dcn1", { cluster: { ...cluster, rancher: undefined } });
  expect(names(held, "never")).toEqual(expect.arrayContaining(["default-token", "Rancher TLS key"]));
});

test("secrets where they belong", () => {
  for (const node of ["dcn0", "dcn1", "dcn2"]) expect(wrongs(secrets, own(expected(node)), expected(node))).toEqual([]);
});

test("a secret of another role, in whatever form, anywhere", () => {
  const held = expected("dcn2");
  expect(wrongs(secrets, own(held) + at(held, "server secret", "/etc/rancher/k3s/config.yaml"), held)).toEqual([
    "server secret: /etc/rancher/k3s/config.yaml, not not on this node",
  ]);
  expect(wrongs(secrets, own(held) + at(held, "operator key", "/root/.kube/config", 2), held)).toHaveLength(1);
  expect(wrongs(secrets, own(held) + at(held, "node password of dcn1", "/var/log/syslog"), held)).toHaveLength(1);
});

test("a secret of its own where it does not belong, said once", () => {
  const held = expected("dcn1");
  const twice =
    at(held, "agent secret", "/boot/firmware/user-data") + at(held, "agent secret", "/boot/firmware/user-data", 1);
  expect(wrongs(secrets, own(held) + twice, held)).toEqual(["agent secret: /boot/firmware/user-data, not not there"]);
  expect(wrongs(secrets, own(held) + at(held, "SSH host key of dcn1", "/dev/mmcblk0p1"), held)).toHaveLength(1);
});

test("what lies in memory is searched too, the journal there among it", () => {
  const [, places = ""] = /^find (.*) -xdev /m.exec(secrets.probe(expected("dcn2"))) ?? [];
  expect(places.split(" ")).toEqual(expect.arrayContaining(["/", "/tmp", "/run/cloud-init", "/run/log/journal"]));
  const held = expected("dcn2");
  expect(wrongs(secrets, own(held) + at(held, "agent secret", "/run/log/journal/0/system.journal"), held)).toHaveLength(
    1,
  );
});

test("a secret that is missing, and a search that did not work", () => {
  const held = expected("dcn2");
  const without = own(held).split("\n").slice(1).join("\n");
  expect(wrongs(secrets, without, held)).toEqual(["agent secret: nowhere, not on the card of this node"]);
  expect(wrongs(secrets, "grep: /proc/self/fd/3: No such file or directory\n", held)).toHaveLength(4);
});

test("a word that a person chose may stand in a package, and nowhere else", () => {
  const held = expected("dcn2");
  expect(wrongs(secrets, own(held) + at(held, "secret wifi", "/usr/share/dict/words"), held)).toEqual([]);
  expect(wrongs(secrets, own(held) + at(held, "secret wifi", "/etc/wpa_supplicant.conf"), held)).toHaveLength(1);
  expect(wrongs(secrets, own(wifi) + at(wifi, "secret wifi", "/etc/netplan/50-cloud-init.yaml"), wifi)).toEqual([]);
});

test("no secret is said: neither in a difference nor as an argument", () => {
  const held = expected("dcn1");
  const forms = secretsOf(held).flatMap((secret) => secret.forms);
  const found = secrets.judge(forms.map((_form, index) => `${index + 1} /var/tmp/x`).join("\n"), held);
  const said = JSON.stringify(found);
  expect(found.length).toBeGreaterThan(20);
  expect(forms.filter((form) => said.includes(form))).toEqual([]);
  const [before = "", list = "", after = ""] = secrets.probe(held).split("EDGEGEN-SECRETS");
  expect(list).toContain("'\n");
  expect(forms.filter((form) => before.includes(form) || after.includes(form))).toEqual([]);
});
