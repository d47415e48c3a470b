/** The emulated boards that can start a Raspberry Pi's image. */
export type Machine = "virt" | "raspi3b";
export const machines = ["virt", "raspi3b"] as const satisfies readonly Machine[];

export interface Choice {
  readonly machine: Machine;
  /** What was seen in the image. */
  readonly reason: string;
}

/**
 * Which machine starts this kernel. Raspberry Pi's own kernels have no virtio and know the Pi's devices alone; a generic kernel has
 * both, and -M virt is the faster one.
 */
export async function chooseMachine(kernel: Uint8Array): Promise<Choice> {
  const version = versionOf(await unpacked(kernel));
  if (version === undefined) return { machine: "virt", reason: "its kernel does not say its version" };
  const vendor = /rpi|raspi/.test(version);
  return {
    machine: vendor ? "raspi3b" : "virt",
    reason: `its kernel is ${version}, ${vendor ? "made for the Pi's own devices" : "a generic one"}`,
  };
}

/** The kernel names itself in its banner: `Linux version 6.12.47+rpt-rpi-v8 (...`. */
function versionOf(kernel: Uint8Array): string | undefined {
  const text = new TextDecoder("latin1").decode(kernel);
  return /Linux version ([0-9][^\s(]*) \(/.exec(text)?.[1];
}

/** A kernel on a boot partition is an Image, or that in gzip: the firmware unpacks it. */
async function unpacked(kernel: Uint8Array): Promise<Uint8Array> {
  if (kernel[0] !== 0x1f || kernel[1] !== 0x8b) return kernel;
  const stream = new Blob([new Uint8Array(kernel)]).stream().pipeThrough(new DecompressionStream("gzip"));
  // A damaged one has no version; QEMU will say what it thinks of it.
  return new Response(stream).arrayBuffer().then(
    (data) => new Uint8Array(data),
    () => kernel,
  );
}
