import { type BoardId, boards } from "../model/boards.ts";

/** A card's image, as Raspberry Pi Imager shows it. */
export interface ListedImage {
  readonly node: string;
  readonly cluster: string;
  readonly role: string;
  readonly address: string;
  readonly board: BoardId;
  /** Of the image: `file:///...`. */
  readonly url: string;
  readonly size: number;
  /** Undefined: nobody has read the whole image. */
  readonly sha256: string | undefined;
  /** Seconds since 1970 of what the card was made from; there is no other clock. */
  readonly epoch: number;
}

/** Imager's names for the boards that run 64-bit images. */
const devices: Partial<Record<BoardId, string>> = {
  "pi-3b-plus": "pi3-64bit",
  "pi-4b": "pi4-64bit",
  cm4: "pi4-64bit",
  "pi-5": "pi5-64bit",
};

/**
 * What `rpi-imager --repo` reads: raspberrypi/rpi-imager, doc/json-schema/os-list-schema.json. Without `init_format`, Imager offers no
 * customisation of its own, which would replace the card's user-data. An empty sum is one that Imager does not ask for; it compares
 * what it wrote with what it read all the same.
 */
export function osList(images: readonly ListedImage[]): string {
  const list = images.map(({ node, cluster, role, address, board, url, size, sha256, epoch }) => ({
    name: `${node} of ${cluster}`,
    description: `${role}, ${address}, ${boards[board].title}`,
    icon: "",
    url,
    extract_size: size,
    extract_sha256: sha256 ?? "",
    image_download_size: size,
    release_date: new Date(epoch * 1000).toISOString().slice(0, 10),
    devices: [devices[board]].filter((tag) => tag !== undefined),
  }));
  return `${JSON.stringify({ os_list: list }, undefined, 2)}\n`;
}
