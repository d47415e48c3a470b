import { expect, test } from "vitest";
import { looksSecret } from "../../../src/model/secret-key.ts";
import { withoutSecrets } from "../../../src/model/without-secrets.ts";
import { profileSchema } from "../../../src/schema/profile.ts";
import { keysOf, schemaAt } from "../../../src/schema/walk.ts";

test.each([
  ["wifi: {ssid: x, passwort: geheim, country: DE}", "wifi: {ssid: x, passwort: ••••••, country: DE}"],
  ['{password: "a, b", country: DE}', "{password: ••••••, country: DE}"],
  ["{password: ge,heim, country: DE}", "{password: •••••••, country: DE}"],
  ["{password: ge #heim, country: DE}", "{password: ••••••••••••••••••••••"],
  ['{password: "geheim, country: DE}\nnodes: 1', "{password: •••••••••••••••••••••\nnodes: 1"],
  ["{password: {sekret: geheim}, country: DE}", "{password: ••••••••••••••••, country: DE}"],
  ["{password: {secret: wifi}, country: DE}", "{password: {secret: wifi}, country: DE}"],
  ["{password: {secret: Ge Heim}, country: DE}", "{password: •••••••••••••••••, country: DE}"],
  ["{auth: {username: x, secret: geheim}}", "{auth: {username: x, secret: ••••••}}"],
  ["auth: Z2VoZWlt", "auth: ••••••••"],
  ["password:\n  a: geheim\n  - geheim\nb: 1", "password:\n  •••••••••\n  ••••••••\nb: 1"],
  ["password:\n- geheim\nb: 1", "password:\n••••••••\nb: 1"],
  ["password:\n  secret: wifi\nb: 1", "password:\n  secret: wifi\nb: 1"],
  ["  password geheim", "  password ••••••"],
  ["  password:geheim", "  password:••••••"],
  ["  password = geheim", "  password = ••••••"],
  ["agent_secret: geheim", "agent_secret: ••••••"],
  ["clientToken: geheim", "clientToken: ••••••"],
  ["passwordless_sudo: yes", "passwordless_sudo: yes"],
  ["sudo: ALL=(ALL) NOPASSWD:ALL\ngroups: docker", "sudo: ALL=(ALL) NOPASSWD:ALL\ngroups: docker"],
  ["secrets_encryption: flase", "secrets_encryption: flase"],
  ["url: mysql://u:ge/he@im@tcp(h:1)/db", "url: mysql://u:••••••••@tcp(h:1)/db"],
  ["url: https://token@host:80/x", "url: https://•••••@host:80/x"],
  ["url: https://host:80/x", "url: https://host:80/x"],
  [
    "k: |\n  -----BEGIN EC PRIVATE KEY-----\n  MIIa=\n  -----END EC PRIVATE KEY-----\nb: 1",
    "k: |\n  -----BEGIN EC PRIVATE KEY-----\n  •••••\n  -----END EC PRIVATE KEY-----\nb: 1",
  ],
])("%j", (text, shown) => {
  expect(withoutSecrets(text, "sound")).toBe(shown);
});

test("where the syntax is broken the whole line behind the key is blotted out", () => {
  expect(withoutSecrets("{password: ge], heim: x, b: 1}\nc: d", "broken")).toBe("{password: •••••••••••••••••••\nc: d");
});

test("no key of the language but the one of the password looks secret", () => {
  const sections = [[], ["os"], ["network"], ["network", "wifi"], ["access"], ["k3s"], ["rancher"], ["nodes", 0]];
  const keys = sections.flatMap((path) => keysOf(schemaAt(profileSchema(), path)));
  expect([...new Set(keys)].filter(looksSecret)).toEqual(["password"]);
});
