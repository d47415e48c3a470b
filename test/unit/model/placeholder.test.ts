import { expect, test } from "vitest";
import { isPlaceholder, secretNamed } from "../../../src/model/placeholder.ts";

test.each([
  "{{ wifi_ssid }}",
  `$\{SSID}`,
  `$\{WIFI_PASSWORD:-none}`,
  "$WIFI_PASSWORD",
  "$SSID",
  "%WIFI_PASSWORD%",
  "<your-ssid>",
  "!secret wifi",
  "!vault |",
])("%j waits to be filled in", (text) => {
  expect(isPlaceholder(text)).toBe(true);
});

test.each([
  "lab",
  "$ECRET123",
  "$$$",
  "100%",
  "a<b>c",
  "!secretive",
  "Home #5G",
  "${",
  "{a}",
  "5 < 6 > 4",
  "pa$$WORD_1",
])("%j may be somebody's password", (text) => {
  expect(isPlaceholder(text)).toBe(false);
});

test("what !secret names", () => {
  expect(secretNamed("!secret wifi")).toBe("wifi");
  expect(secretNamed("!secret Wi-Fi Pass")).toBeUndefined();
  expect(secretNamed("wifi")).toBeUndefined();
});
