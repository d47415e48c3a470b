import { expect, test } from "vitest";
import { authorizedKeys } from "../../../../src/boot/checks/authorized-keys.ts";
import { logins } from "../../../../src/boot/checks/logins.ts";
import { passwordLogin } from "../../../../src/boot/checks/password-login.ts";
import { user } from "../../../../src/boot/checks/user.ts";
import { expected, expectedFrom, wrongs } from "../sample.ts";

const account = (change: Readonly<Record<string, string>> = {}) => {
  const { passwd = "edge:/bin/bash", sudo = "passwordless", groups = "adm sudo" } = change;
  const listed = groups.split(" ").map((group) => `group=${group}\n`);
  return `passwd=${passwd}\nimage=adm\nimage=sudo\n${listed.join("")}sudo=${sudo}\n`;
};

test("user", () => {
  expect(wrongs(user, account())).toEqual([]);
  expect(wrongs(user, account({ passwd: "" }))).toEqual([
    "the account edge and its shell: nothing, not edge:/bin/bash",
  ]);
  expect(wrongs(user, account({ groups: "adm" }))).toEqual(["the groups of edge: adm, not adm sudo"]);
  expect(wrongs(user, account({ groups: "adm docker sudo" }))).toEqual([
    "the groups of edge: adm docker sudo, not adm sudo",
  ]);
  expect(wrongs(user, account({ sudo: "password" }))).toEqual(["sudo: password, not passwordless"]);
});

test("user without passwordless sudo", () => {
  const { cluster } = expected();
  const held = expected("dcn1", { cluster: { ...cluster, access: { ...cluster.access, passwordlessSudo: false } } });
  expect(wrongs(user, account({ sudo: "password" }), held)).toEqual([]);
  expect(wrongs(user, account(), held)).toEqual(["sudo: passwordless, not password"]);
});

const made = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICw+HWyMEZ8W/mFEhDo0FMjCzLg2aJAQweUKvPlqWDYK edgegen@edgegen-test";
const other = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBTr0bxV+PdmFqqtzsMoVTZ9b/ZQEBtmKHzQ8lu0lYqK";

test("authorized-keys", () => {
  expect(wrongs(authorizedKeys, `access=600 edge\nkey=${made}\n`)).toEqual([]);
  expect(wrongs(authorizedKeys, `access=600 edge\nkey=${made} and a comment\n`)).toEqual([]);
  expect(wrongs(authorizedKeys, `access=644 edge\nkey=${made}\n`)).toEqual(["authorized_keys: 644 edge, not 600 edge"]);
  expect(wrongs(authorizedKeys, `access=600 edge\nkey=${made}\nkey=${other}\n`)).toHaveLength(1);
  expect(wrongs(authorizedKeys, `access=600 edge\nkey=command="true" ${made}\n`)).toHaveLength(1);
  expect(wrongs(authorizedKeys, "stat: cannot statx '/.ssh/authorized_keys'\naccess=\n")).toHaveLength(2);
});

test("authorized-keys of the profile take the place of the bundle's", () => {
  const { cluster } = expected();
  const held = expected("dcn1", { cluster: { ...cluster, access: { ...cluster.access, sshAuthorizedKeys: [other] } } });
  expect(wrongs(authorizedKeys, `access=600 edge\nkey=${other}\n`, held)).toEqual([]);
  expect(wrongs(authorizedKeys, `access=600 edge\nkey=${made}\n`, held)).toHaveLength(1);
});

test("password-login", async () => {
  expect(wrongs(passwordLogin, "password=no\nkeyboard=no\n")).toEqual([]);
  expect(wrongs(passwordLogin, "password=yes\nkeyboard=no\n")).toEqual(["sshd's PasswordAuthentication: yes, not no"]);
  expect(wrongs(passwordLogin, "password=no\nkeyboard=yes\n")).toEqual([
    "sshd's KbdInteractiveAuthentication: yes, not no",
  ]);
  expect(wrongs(passwordLogin, "password=no\nkeyboard=no\nopen=pi\n")).toEqual([
    "accounts with a password: pi, not nothing",
  ]);
  expect(wrongs(passwordLogin, "")).toHaveLength(2);
  expect(passwordLogin.applies?.(expected())).toBe(true);
  const off = await expectedFrom("test/golden/cases/everything--wifi-ubuntu/profile.yaml", "home0");
  expect(passwordLogin.applies?.(off)).toBe(false);
});

const accepted = (pid: number, time: string) =>
  `Jan 01 ${time} dcn1 sshd-session[${pid}]: Accepted publickey for edge from 10.1.40.1 port 4 ssh2: ED25519 SHA256:abc`;

test("logins: our own session, and it alone, does not count", () => {
  const descent = "ancestor=812\nancestor=700\njournal=there\n";
  expect(wrongs(logins, descent)).toEqual([]);
  expect(wrongs(logins, `${descent}${accepted(700, "00:01:00")}\n`)).toEqual([]);
  const before = accepted(600, "00:00:30");
  expect(wrongs(logins, `${descent}${before}\n${accepted(700, "00:01:00")}\n`)).toEqual([
    `logins: ${before}, not nothing`,
  ]);
  const sameNumber = accepted(700, "00:00:30");
  expect(wrongs(logins, `${descent}${sameNumber}\n${accepted(700, "00:01:00")}\n`)).toEqual([
    `logins: ${sameNumber}, not nothing`,
  ]);
  expect(wrongs(logins, "ancestor=812\n")).toEqual(["the journal of this boot: nothing, not one that can be read"]);
});
