import { expect, test } from "vitest";
import { checkSecretName, checkSecretValue, longestSecret } from "../../../src/trust/user-secrets.ts";
import { cluster } from "./sample.ts";

const lab = cluster();
const radio = cluster({
  network: { ...lab.network, wifi: { ssid: "lab", password: { secret: "wifi" }, country: "IN" } },
});

const said = (value: string, name = "wifi", wanted = lab) => checkSecretValue(wanted, name, value);

test("names of edgegen's own secrets, and what could not stand in a profile, are no names", () => {
  expect(checkSecretName("wifi_2-b")).toEqual([]);
  for (const name of ["server-token", "Wifi", "../x", "", "-a", "a".repeat(65)])
    expect(checkSecretName(name), name).toMatchObject([{ code: "unknown-secret" }]);
});

test("a value is one line of UTF-8 text", () => {
  expect(said("pässwörd 🔑")).toEqual([]);
  expect(said("")).toMatchObject([{ message: expect.stringContaining("nothing was typed") }]);
  expect(said("a\nb")).toMatchObject([{ message: expect.stringContaining("more than one line") }]);
  expect(said("a\u0000b")).toHaveLength(1);
  expect(said(Buffer.from("caf\xe9", "latin1").toString("utf8"))).toMatchObject([
    { message: expect.stringContaining("not UTF-8") },
  ]);
});

test("a value of 1 MiB is one, a byte more is a file that was named by mistake", () => {
  expect(said("a".repeat(longestSecret))).toEqual([]);
  expect(said("a".repeat(longestSecret + 1))).toMatchObject([
    { message: expect.stringContaining("longer than 1 MiB") },
  ]);
  expect(said("ä".repeat(longestSecret / 2 + 1))).toHaveLength(1);
});

test("what no radio would take is refused as a Wi-Fi password, and only as one", () => {
  expect(said("abc", "wifi", radio)).toMatchObject([{ code: "secret-unfit" }]);
  expect(said("correct horse", "wifi", radio)).toEqual([]);
  expect(said("abc", "registry", radio)).toEqual([]);
});

test("no value is ever in a message", () => {
  for (const value of ["s3cret\n", "s3cret\ufffd", "s3cret", "s3cret".repeat(200_000)])
    expect(JSON.stringify(said(value, "wifi", radio))).not.toContain("s3cret");
});
