import { pack } from "tar-stream";

/**
 * A POSIX tar of the files, in the order given, the same bytes every time: no owner, no clock (tar-stream's default time is now).
 */
export async function packTar(
  files: readonly { readonly path: string; readonly mode: number; readonly text: string }[],
): Promise<Uint8Array> {
  const archive = pack();
  for (const { path, mode, text } of files) {
    archive.entry({ name: path, mode, mtime: new Date(0), uid: 0, gid: 0, uname: "root", gname: "root" }, text);
  }
  archive.finalize();
  const chunks: Uint8Array[] = [];
  for await (const chunk of archive as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
