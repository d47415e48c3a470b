import { expect, test } from "vitest";
import { checksumIn } from "../../../src/image/checksum-file.ts";

const sum = "5b4deb4b2a48ba38bbd24bc5b95e6e3ffc7a1c0d9e2f3a4b5c6d7e8f90a1b2c3";
const other = sum.replace("5b", "00");

test.each([
  ["sha256sum's form", `${sum}  os.img.xz\n`],
  ["of several the one that is named", `${other} *another.img\n${sum} *os.img.xz\n`],
  ["BSD's form, in capitals, from Windows", `SHA256 (os.img.xz) = ${sum.toUpperCase()}\r\n`],
  ["the digits alone, or of another name", `${sum}`],
])("%s", (_what, text) => expect(checksumIn(text, "os.img.xz")).toBe(sum));

test.each([
  ["nothing", ""],
  ["a sum of another length", `${sum}0  os.img.xz\n`],
  ["several, and none is named", `${other}  a.img\n${sum}  b.img\n`],
])("%s is no checksum", (_what, text) => expect(checksumIn(text, "os.img.xz")).toBeUndefined());
