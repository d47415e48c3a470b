import fc from "fast-check";
import { expect, test } from "vitest";
import { bootSettings, withManagedBlock } from "../../../src/image/config-txt.ts";
import { stock } from "./sample.ts";

const defaults = {
  prefix: "",
  cmdline: "cmdline.txt",
  kernel: "kernel8.img",
  initramfs: undefined,
  deviceTree: undefined,
  is64Bit: undefined,
};

test.each([
  ["nothing", "", {}],
  ["the last one counts", "kernel=a\nkernel=b\n", { kernel: "b" }],
  [
    "only [all] and what stands before any filter",
    "os_prefix=a/\n[pi4]\nos_prefix=b/\n[tryboot]\nos_prefix=c/\n",
    { prefix: "a/" },
  ],
  ["[none] is for nobody", "[none]\nkernel=a\n", {}],
  ["[all] ends a filter", "[cm5]\nkernel=a\n[all]\ncmdline=b\n", { cmdline: "b" }],
  ["upper case, spaces", "[PI4]\ncmdline=pi4.txt\n[ALL]\n CMDLINE = Other.txt\n#cmdline=x\n", { cmdline: "Other.txt" }],
  ["lines as Windows ends them", "[pi4]\r\nkernel=a\r\n[all]\r\nkernel=b\r\n", { kernel: "b" }],
  ["initramfs has no =", "initramfs initrd.img followkernel\n", { initramfs: "initrd.img" }],
  ["initramfs at an address", "initramfs initrd.img 0x00800000\n", { initramfs: "initrd.img" }],
  ["initramfs with = is none", "initramfs=initrd.img\n", {}],
  ["by itself", "auto_initramfs=1\n", { initramfs: "initramfs8" }],
  ["not by itself", "auto_initramfs=1\nauto_initramfs=0\n", {}],
  ["a named initramfs before one found by itself", "initramfs a followkernel\nauto_initramfs=1\n", { initramfs: "a" }],
  ["64 bits", "arm_64bit=1\n", { is64Bit: true }],
  ["32 bits, said so", "arm_64bit=1\narm_64bit=0\n", { is64Bit: false }],
  ["a device tree", "device_tree=a.dtb\n", { deviceTree: "a.dtb" }],
] as const)("what the firmware takes from config.txt: %s", (_, text, wanted) => {
  expect(bootSettings(text)).toEqual({ ...defaults, ...wanted });
});

test("the stock files", () => {
  expect(bootSettings(stock["raspios-trixie"].files["config.txt"])).toEqual({
    ...defaults,
    is64Bit: true,
    initramfs: "initramfs8",
  });
  const ubuntu = { ...defaults, kernel: "vmlinuz", initramfs: "initrd.img" };
  expect(bootSettings(stock["ubuntu-24.04"].files["config.txt"])).toEqual(ubuntu);
  expect(bootSettings(stock["ubuntu-26.04"].files["config.txt"])).toEqual({ ...ubuntu, prefix: "current/" });
});

const block = "# edgegen begin\n[all]\ndtparam=watchdog=on\n# edgegen end\n";

test("our lines come at the end, under [all], whatever filter is before them", () => {
  expect(withManagedBlock("[pi4]\na=1\n", "dtparam=watchdog=on\n")).toBe(`[pi4]\na=1\n${block}`);
  expect(withManagedBlock("a=1", "dtparam=watchdog=on")).toBe(`a=1\n${block}`);
  expect(withManagedBlock("", "dtparam=watchdog=on\n")).toBe(block);
});

test("the block is replaced where it stands, and what a person wrote after it stays", () => {
  const edited = `[pi4]\na=1\n${block}b=2\n`;
  expect(withManagedBlock(edited, "kernel=x\nc=3\n")).toBe(
    "[pi4]\na=1\n# edgegen begin\n[all]\nkernel=x\nc=3\n# edgegen end\nb=2\n",
  );
  expect(bootSettings(withManagedBlock(edited, "kernel=x\n")).kernel).toBe("x");
});

test("a block that somebody broke takes none of the other lines with it", () => {
  expect(withManagedBlock("# edgegen begin\na=1\n", "b=2")).toBe(
    "# edgegen begin\na=1\n# edgegen begin\n[all]\nb=2\n# edgegen end\n",
  );
  const again = withManagedBlock(withManagedBlock("# edgegen begin\na=1\n", "b=2"), "c=3");
  expect(again).toBe("# edgegen begin\na=1\n# edgegen begin\n[all]\nc=3\n# edgegen end\n");
  expect(withManagedBlock("# edgegen end\n", "b=2")).toContain("[all]\nb=2\n");
});

const anyLine = fc.constantFrom("", "[all]", "[pi4]", "a=1", "# edgegen begin", "# edgegen end", "kernel=x", "b=2\r");

test("twice is once, and every other line stays in its place", () => {
  fc.assert(
    fc.property(fc.array(anyLine), (lines) => {
      const once = withManagedBlock(lines.join("\n"), "ours=1\n");
      expect(withManagedBlock(once, "ours=1\n")).toBe(once);
      expect(once.split("\n").filter((line) => line === "ours=1")).toHaveLength(1);
    }),
  );
  const plain = fc.array(anyLine.filter((line) => !line.startsWith("# edgegen")));
  fc.assert(fc.property(plain, (lines) => withManagedBlock(lines.join("\n"), "ours=1\n").startsWith(lines.join("\n"))));
});
