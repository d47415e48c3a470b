import { openDisk } from "../../src/host/node-disk.ts";
import { withBootPartition } from "../../src/image/boot-partition.ts";

/** The text of a file on the boot partition of an image. */
export async function bootFileOf(image: string, path: string): Promise<string | undefined> {
  const disk = openDisk(image, "read");
  try {
    const { value } = await withBootPartition(disk, (partition) => partition.read(path));
    return value && new TextDecoder().decode(value);
  } finally {
    disk.close();
  }
}
