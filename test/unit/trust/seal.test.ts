import { generateHybridIdentity, generateIdentity, identityToRecipient } from "age-encryption";
import { expect, test } from "vitest";
import { checkRecipients, isSealed, openSealed, recipientsOf, sealBundle } from "../../../src/trust/seal.ts";
import { has, run } from "./tool.ts";

const identity = await generateIdentity();
const recipient = await identityToRecipient(identity);
const identityFile = `# created: today\n# public key: ${recipient}\n${identity}\n`;
const text = "version: 1\nsecret: ü\n";
const sealed = await sealBundle(text, [recipient]);

test("what is sealed opens with the identity, and only then shows its text", async () => {
  expect(isSealed(sealed)).toBe(true);
  expect(isSealed(text)).toBe(false);
  expect(sealed).not.toContain("secret");
  expect(await openSealed(sealed, identityFile)).toStrictEqual({ value: text, diagnostics: [] });
});

test("each of several recipients can open it, and any of several identities will do", async () => {
  const other = await generateIdentity();
  const both = await sealBundle(text, [recipient, await identityToRecipient(other)]);
  expect((await openSealed(both, other)).value).toBe(text);
  expect((await openSealed(both, `${await generateIdentity()}\r\n${identity}\r\n`)).value).toBe(text);
});

test("the recipients of an identity file are those of its keys", async () => {
  const hybrid = await generateHybridIdentity();
  expect(await recipientsOf(`${identityFile}\n${hybrid}\n`)).toStrictEqual([
    recipient,
    await identityToRecipient(hybrid),
  ]);
  expect(await recipientsOf("ssh-ed25519 AAAA\n")).toStrictEqual([]);
});

test("somebody else's identity is told from a damaged file", async () => {
  const wrong = await openSealed(sealed, await generateIdentity());
  expect(wrong.diagnostics).toMatchObject([
    { code: "bundle-sealed", message: expect.stringContaining("somebody else") },
  ]);
  for (const broken of [sealed.slice(0, sealed.length / 2), sealed.replace(/\n.{20}/g, "\n"), ""]) {
    const { value, diagnostics } = await openSealed(broken, identityFile);
    expect(value).toBeUndefined();
    expect(diagnostics).toMatchObject([{ code: "bundle-damaged" }]);
  }
});

test("a changed byte of the encrypted text is noticed, not handed on", async () => {
  const long = await sealBundle(text.repeat(5000), [recipient]);
  const at = Math.floor(long.length * 0.8);
  const changed = long.slice(0, at) + (long[at] === "A" ? "B" : "A") + long.slice(at + 1);
  const { value, diagnostics } = await openSealed(changed, identityFile);
  expect(value).toBeUndefined();
  expect(diagnostics).toMatchObject([{ code: "bundle-damaged" }]);
});

test("an identity file without a usable key says what should be in it, and not what is", async () => {
  for (const file of [
    "",
    "# nothing\n",
    "AGE-SECRET-KEY-1NONSENSE\n",
    "-----BEGIN OPENSSH PRIVATE KEY-----\nb3Blb\n",
  ]) {
    const { diagnostics } = await openSealed(sealed, file);
    expect(diagnostics).toMatchObject([{ code: "bundle-sealed", message: "the identity file holds no age identity" }]);
    expect(JSON.stringify(diagnostics)).not.toMatch(/NONSENSE|b3Blb/);
  }
});

test("a bundle in age's binary form is named as such", async () => {
  const { diagnostics } = await openSealed("age-encryption.org/v1\n-> X25519 ...", identityFile);
  expect(diagnostics).toMatchObject([{ code: "bundle-sealed", message: expect.stringContaining("binary") }]);
});

test("nothing is ever sealed for nobody", async () => {
  await expect(sealBundle(text, [])).rejects.toThrow();
  expect(await checkRecipients([])).toMatchObject([{ code: "bad-recipient", severity: "error" }]);
});

test("what is no recipient is refused by name, a secret key without showing it", async () => {
  expect(await checkRecipients([recipient])).toStrictEqual([]);
  const found = await checkRecipients([recipient, `${recipient}x`, "bob", identity]);
  expect(found.map(({ message }) => message)).toStrictEqual([
    `"${recipient}x" is not an age recipient`,
    '"bob" is not an age recipient',
    "a secret key is not an age recipient",
  ]);
});

test.skipIf(!has("age"))("the age program opens what edgegen sealed (skipped without age)", () => {
  expect(run(["age", "-d", "-i", "id", "sealed"], { id: identityFile, sealed })).toBe(text);
});

test.skipIf(!has("age"))("edgegen opens what the age program sealed (skipped without age)", async () => {
  const byAge = run(["age", "-a", "-r", recipient], {}, text);
  expect(await openSealed(byAge, identityFile)).toStrictEqual({ value: text, diagnostics: [] });
});
