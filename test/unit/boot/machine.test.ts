import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { chooseMachine } from "../../../src/boot/machine.ts";

/** An arm64 Image in little: code, the format of /proc/version, and then the banner. */
const image = (banner: string) =>
  Buffer.concat([
    Buffer.from("MZ\0\xff\x80", "latin1"),
    Buffer.from(`Linux version %s (%s)\0${banner}\0`),
    Buffer.alloc(64, 0xa5),
  ]);
const banner = (version: string) => `Linux version ${version} (builder@host) (aarch64-linux-gnu-gcc) #1 SMP`;

test.each([
  ["6.12.47+rpt-rpi-v8", "raspi3b", "its kernel is 6.12.47+rpt-rpi-v8, made for the Pi's own devices"],
  ["6.8.0-1013-raspi", "raspi3b", "its kernel is 6.8.0-1013-raspi, made for the Pi's own devices"],
  ["6.12.117+deb13-arm64", "virt", "its kernel is 6.12.117+deb13-arm64, a generic one"],
])("a kernel %s starts on -M %s, packed or not", async (version, machine, reason) => {
  const kernel = image(banner(version));
  expect(await chooseMachine(kernel)).toEqual({ machine, reason });
  expect(await chooseMachine(gzipSync(kernel))).toEqual({ machine, reason });
});

test("a kernel that does not say its version, or is damaged, is tried on -M virt", async () => {
  const unknown = { machine: "virt", reason: "its kernel does not say its version" };
  const packed = gzipSync(image(banner("6.12.47+rpt-rpi-v8")));
  expect(await chooseMachine(image("no banner"))).toEqual(unknown);
  expect(await chooseMachine(new Uint8Array())).toEqual(unknown);
  expect(await chooseMachine(packed.subarray(0, packed.length - 12))).toEqual(unknown);
});
