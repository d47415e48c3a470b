import { expect, test } from "vitest";
import { z } from "zod";
import { type ListedImage, osList } from "../../../src/image/os-list.ts";
import { type BoardId, boardIds } from "../../../src/model/boards.ts";

/**
 * What raspberrypi/rpi-imager publishes in doc/json-schema/os-list-schema.json and doc/schema-notes.md, as far as it is about the entry
 * of an image: nothing else at the top, every one of these in an entry. `init_format` is left out on purpose.
 */
const published = z.strictObject({
  os_list: z.array(
    z.strictObject({
      name: z.string().min(1),
      description: z.string().min(1),
      icon: z.string(),
      url: z.url(),
      extract_size: z.int().positive(),
      extract_sha256: z.string().regex(/^(?:[0-9a-f]{64})?$/),
      image_download_size: z.int().positive(),
      release_date: z.iso.date(),
      devices: z.array(z.enum(["pi3-64bit", "pi4-64bit", "pi5-64bit"])).min(1),
    }),
  ),
});

const listed = (board: BoardId, more: Partial<ListedImage> = {}): ListedImage => ({
  ...{ node: "dcn1", cluster: "lab", role: "worker", address: "10.1.40.22", board },
  ...{ url: "file:///home/me/out/lab.img/dcn1.img", size: 4_294_967_296, sha256: undefined, epoch: 1_700_000_000 },
  ...more,
});

const pis = boardIds.filter((board) => !board.startsWith("generic"));

test("for every Raspberry Pi an entry has the form that Imager publishes, with its checksum and without", () => {
  expect(pis.length).toBeGreaterThan(3);
  const entries = pis.flatMap((board) => [listed(board), listed(board, { sha256: "a".repeat(64) })]);
  const { os_list: list } = published.parse(JSON.parse(osList(entries)));
  expect(list).toHaveLength(entries.length);
  expect(list[0]).toMatchObject({ release_date: "2023-11-14", extract_sha256: "" });
});

test("what is not of that form would be noticed", () => {
  const wrong = (change: (entry: Record<string, unknown>) => void) => {
    const text = JSON.parse(osList([listed("pi-4b")]));
    change(text.os_list[0]);
    return published.safeParse(text).success;
  };
  expect(wrong(() => undefined)).toBe(true);
  expect(wrong((entry) => delete entry["icon"])).toBe(false);
  expect(wrong((entry) => Object.assign(entry, { init_format: "cloudinit" }))).toBe(false);
  expect(wrong((entry) => Object.assign(entry, { extract_size: "4 GiB" }))).toBe(false);
});
