import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generateIdentity, identityToRecipient } from "age-encryption";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Host, HostError } from "../../../src/host/host.ts";
import { nodeHost } from "../../../src/host/node-host.ts";
import type { Bundle } from "../../../src/model/bundle.ts";
import { readIdentity } from "../../../src/trust/identity.ts";
import { printBundle } from "../../../src/trust/print.ts";
import { sealBundle } from "../../../src/trust/seal.ts";
import { bundlePaths, openBundle, saveBundle } from "../../../src/trust/store.ts";

const host = nodeHost();
const key = await generateIdentity();
let folder: string;
let paths: ReturnType<typeof bundlePaths>;
let identity: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "edgegen-store-"));
  paths = bundlePaths(join(folder, "lab.yaml"), "lab");
  identity = join(folder, "key.txt");
  writeFileSync(identity, `${key}\n`, { mode: 0o600 });
});
afterEach(() => rmSync(folder, { recursive: true }));

function putBundle(): void {
  copyFileSync("test/golden/test-bundle.secrets.yaml", paths.plain);
  chmodSync(paths.plain, 0o600);
}

async function bundle(): Promise<Bundle> {
  putBundle();
  const { value } = await openBundle(host, paths, undefined);
  rmSync(paths.plain);
  return value?.bundle as Bundle;
}

const said = async (from: Host = host) => (await openBundle(from, paths, identity)).diagnostics;

test("a folder, a device and a link to nothing are called what they are, whatever their mode", async () => {
  for (const path of [paths.plain, paths.sealed]) {
    mkdirSync(path);
    expect(await said()).toMatchObject([
      { code: "file-unreadable", message: expect.stringContaining("it is a folder") },
    ]);
    rmSync(path, { recursive: true });
    symlinkSync("/dev/zero", path);
    expect(await said()).toMatchObject([{ code: "file-unreadable", message: expect.stringContaining("a device") }]);
    rmSync(path);
    symlinkSync(join(folder, "vault/not-mounted"), path);
    expect(await said()).toMatchObject([{ code: "bundle-missing", subject: path }]);
    rmSync(path);
  }
});

test("a bundle of bytes that are no text is damaged: no advice to save it in another encoding", async () => {
  const noise = new Uint8Array(3000).map((_, at) => (at * 97 + 128) % 256);
  writeFileSync(paths.plain, noise, { mode: 0o600 });
  expect(await said()).toMatchObject([{ code: "bundle-damaged" }]);
  rmSync(paths.plain);
  writeFileSync(paths.sealed, noise);
  expect(await said()).toMatchObject([{ code: "bundle-damaged" }]);
});

test("an identity of bytes that are no text holds no identity, and its own path is named", async () => {
  writeFileSync(identity, new Uint8Array([0xff, 0xfe, 0x00, 0x80]));
  writeFileSync(paths.sealed, "-----BEGIN AGE ENCRYPTED FILE-----\n");
  const fault = { code: "bundle-sealed", message: "the identity file holds no age identity", subject: identity };
  expect(await said()).toMatchObject([fault]);
  expect((await readIdentity(host, identity)).diagnostics).toMatchObject([fault]);
});

test("what may not be read is not answered with advice about where to write", async () => {
  writeFileSync(paths.sealed, "");
  for (const closed of [paths.sealed, identity, paths.plain]) {
    const readBytes = async (path: string) => {
      if (path === closed) throw new HostError(path, "EACCES");
      return host.readBytes(path);
    };
    if (closed === paths.plain) rmSync(paths.sealed);
    if (closed === paths.plain) putBundle();
    const [fault] = await said({ ...host, readBytes });
    expect(fault).toMatchObject({ code: "file-unreadable", subject: closed });
    expect(JSON.stringify(fault)).not.toContain("another folder");
  }
});

test("an identity that others can read is refused as a bundle is; a sealed bundle may be read by all", async () => {
  writeFileSync(paths.sealed, await sealBundle(printBundle(await bundle()), [await identityToRecipient(key)]));
  chmodSync(paths.sealed, 0o644);
  expect(await said()).toEqual([]);
  chmodSync(identity, 0o640);
  expect(await said()).toMatchObject([
    { code: "bundle-readable-by-others", subject: identity, notes: [{ message: `chmod 600 ${identity}` }] },
  ]);
});

test("the wrong identity is answered with how to find the right one", async () => {
  const other = await identityToRecipient(await generateIdentity());
  writeFileSync(paths.sealed, await sealBundle(printBundle(await bundle()), [other]));
  const [fault] = await said();
  expect(fault).toMatchObject({ code: "bundle-sealed", subject: paths.sealed });
  expect(fault?.notes[0]?.message).toContain("age-keygen -y FILE");
});

test("where Git cannot be told, there is no bundle either", async () => {
  const first = await bundle();
  const full: Host = {
    ...host,
    writeAtomic: async (path, ...rest) => {
      if (path.endsWith(".gitignore")) throw new HostError(path, "ENOSPC");
      await host.writeAtomic(path, ...rest);
    },
  };
  const nothing = { bundle: undefined, sealed: false, recipients: [] };
  await expect(saveBundle(full, paths, nothing, first)).rejects.toMatchObject({ reason: "ENOSPC" });
  expect(readdirSync(folder)).toEqual(["key.txt"]);
});
