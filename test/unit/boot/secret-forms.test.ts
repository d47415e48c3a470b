import { expect, test } from "vitest";
import { formsOf, pemForms } from "../../../src/boot/secret-forms.ts";

const secret = "7f3c9a51e0b24d68";
const inBase64 = (text: string) => Buffer.from(text).toString("base64");

test.each(["", "a", "ab", "abc", "K10::node:"])("a secret behind %j is found in base64", (before) => {
  const haystack = inBase64(`${before}${secret} and more`);
  expect(formsOf(secret).filter((form) => haystack.includes(form))).toHaveLength(1);
});

test("and as it is", () => {
  expect(formsOf(secret)[0]).toBe(secret);
  expect(formsOf(secret)).toHaveLength(4);
});

test("what is too short is not looked for, of several lines the longest is", () => {
  expect(formsOf("short")).toEqual([]);
  expect(formsOf(`x\n${secret}\n`)[0]).toBe(secret);
});

test("of a key a line in its middle", () => {
  const pem =
    "-----BEGIN EC PRIVATE KEY-----\nthe same in many\nthis one is its own\nlast\n-----END EC PRIVATE KEY-----\n";
  expect(pemForms(pem)[0]).toBe("this one is its own");
  const kubeconfig = inBase64(pem);
  expect(pemForms(pem).some((form) => kubeconfig.includes(form))).toBe(true);
});
