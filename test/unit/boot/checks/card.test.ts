import { expect, test } from "vitest";
import type { Expected } from "../../../../src/boot/check.ts";
import { cardFiles } from "../../../../src/boot/checks/card-files.ts";
import { privateFolders } from "../../../../src/boot/checks/private-folders.ts";
import { scrubbed } from "../../../../src/boot/checks/scrubbed.ts";
import { sha256 } from "../../../../src/hash/sha256.ts";
import { expected, expectedFrom, wrongs } from "../sample.ts";

const wifi = await expectedFrom("test/golden/cases/everything--wifi-ubuntu/profile.yaml", "home0");
const generic = await expectedFrom("test/golden/cases/pi4-2node--generic/profile.yaml", "dcn1");

const onDisk = ({ files }: Expected) =>
  [
    ...files.map(({ path, mode }) => `mode ${mode} root ${path}`),
    ...files.map(({ path, content }) => `${sha256(content)}  ${path}`),
  ].join("\n");

const key = "/var/lib/rancher/k3s/server/tls/client-ca.key";

test("card-files: every file, byte for byte, with its mode", () => {
  const seen = onDisk(expected());
  expect(wrongs(cardFiles, seen)).toEqual([]);
  expect(seen).toContain(`mode 0600 root ${key}`);
  expect(wrongs(cardFiles, seen.replace(`mode 0600 root ${key}`, `mode 0644 root ${key}`))).toEqual([
    `mode and owner of ${key}: 0644 root, not 0600 root`,
  ]);
  expect(wrongs(cardFiles, seen.replace(`mode 0600 root ${key}`, `mode 0600 edge ${key}`))).toHaveLength(1);
  const other = seen.replace(/[0-9a-f]{64}( {2}\/etc\/rancher\/k3s\/config.yaml)/, `${sha256("other")}$1`);
  expect(wrongs(cardFiles, other)[0]).toContain("sha256 of /etc/rancher/k3s/config.yaml");
  const missing = seen.split("\n").filter((line) => !line.endsWith("/etc/edgegen/card.json"));
  expect(wrongs(cardFiles, missing.join("\n"))).toHaveLength(2);
});

test("card-files: what the system edits is left alone", () => {
  expect(generic.files.some(({ path, edited }) => path === "/etc/locale.gen" && edited)).toBe(true);
  expect(cardFiles.probe(generic)).not.toContain("/etc/locale.gen");
});

const server = "/var/lib/rancher/k3s/server";
const folders = [server, `${server}/tls`, `${server}/tls/etcd`, `${server}/manifests`];

test("private-folders", () => {
  const seen = folders.map((folder) => `${folder}=700 root\n`).join("");
  expect(wrongs(privateFolders, seen)).toEqual([]);
  expect(wrongs(privateFolders, seen.replace("tls=700", "tls=755"))).toEqual([
    `mode and owner of ${server}/tls: 755 root, not 700 root`,
  ]);
  expect(wrongs(privateFolders, "")).toHaveLength(4);
  expect(wrongs(privateFolders, "/etc/edgegen/rancher=700 root\n", expected("dcn0"))).toEqual([]);
  const applies = (held: Expected) => privateFolders.applies?.(held);
  const at = (waitsAt: string) => expected("dcn1", { reached: { waitsAt } });
  expect([expected("dcn0"), expected("dcn2"), at("k3s-install"), at("packages")].map(applies)).toEqual([
    true,
    false,
    false,
    true,
  ]);
});

const text = (held: Expected, name: string) => held.seed.find(({ path }) => path === name)?.content ?? "";
const shown = (name: string, content: string) =>
  `${name} ${new TextEncoder().encode(content).length} ${sha256(content)} ${content.split("\n")[0]}\n`;

function partition(held: Expected, change: Readonly<Record<string, string>> = {}): string {
  const stub = "MIME-Version: 1.0\n".padEnd(text(held, "user-data").length, "#");
  const files = {
    "user-data": stub,
    "meta-data": text(held, "meta-data"),
    "network-config": text(held, "network-config"),
    ...change,
  };
  return Object.entries(files)
    .map(([name, content]) => shown(name, content))
    .join("");
}

test("scrubbed: the seed says nothing any more, at the same length, and is the same instance", () => {
  const held = expected();
  expect(wrongs(scrubbed, partition(held))).toEqual([]);
  expect(wrongs(scrubbed, partition(held, { "user-data": text(held, "user-data") }))).toEqual([
    "user-data's first line: #cloud-config, not MIME-Version: 1.0",
    "user-data: as the card brought it, not overwritten",
  ]);
  expect(wrongs(scrubbed, partition(held, { "user-data": "MIME-Version: 1.0\n" }))[0]).toContain(
    "user-data's length: 18",
  );
  const empty = "\n".repeat(text(held, "user-data").length);
  expect(wrongs(scrubbed, partition(held, { "user-data": empty }))).toEqual([
    "user-data's first line: nothing, not MIME-Version: 1.0",
  ]);
  expect(wrongs(scrubbed, partition(held, { "meta-data": "instance-id: other\n" }))).toHaveLength(1);
  expect(wrongs(scrubbed, partition(held, { "network-config": "network: {}\n" }))).toHaveLength(1);
  expect(wrongs(scrubbed, "sh: 1: cannot open /boot/firmware/user-data: No such file\n")).not.toEqual([]);
});

test("scrubbed: nothing is left in cloud-init's caches", () => {
  expect(wrongs(scrubbed, `${partition(expected())}left=/var/lib/cloud/instances/dcn1-1/obj.pkl\n`)).toEqual([
    "where the whole user-data still is: /var/lib/cloud/instances/dcn1-1/obj.pkl, not nothing",
  ]);
});

test("scrubbed: a Wi-Fi password is overwritten in place", () => {
  const masked = text(wifi, "network-config").replace(/password: .*/, (line) =>
    line.replace(/'.*'/, (word) => `'${"x".repeat(word.length - 2)}'`),
  );
  expect(masked).not.toBe(text(wifi, "network-config"));
  expect(wrongs(scrubbed, partition(wifi, { "network-config": masked }), wifi)).toEqual([]);
  expect(wrongs(scrubbed, partition(wifi, { "network-config": `${masked}\n` }), wifi)).toHaveLength(1);
});
