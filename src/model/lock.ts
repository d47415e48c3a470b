import type { ImageId } from "./images.ts";

/** A file that is downloaded: where from, and what it must be. */
export interface Pin {
  readonly url: string;
  /** In bytes. */
  readonly size: number;
  /** In hexadecimal. */
  readonly sha256: string;
}

/** What a profile's versions are, to the byte: `profiles/<cluster>.lock.yaml`. */
export interface Lock {
  /** Seconds since 1970 at which something that was locked last became something else; no node's clock is before it. */
  readonly created: number;
  /** What K3s was last compared with, and is again each time. */
  readonly channel?: Channel;
  /** By version (`v1.34.8+k3s1`), then by the asset's name in the release. */
  readonly k3s: ReadonlyMap<string, ReadonlyMap<string, Pin>>;
  /** By reference (`rancher/rancher:v2.13.8`): the digest, `sha256:...`. */
  readonly rancher: ReadonlyMap<string, string>;
  readonly images: ReadonlyMap<ImageId, Pin>;
}

/** A channel of K3s (`stable`), and the release that it stood for. */
export interface Channel {
  readonly name: string;
  readonly release: string;
}

/** The names that a K3s release gives to what a node of an architecture needs of it. */
export interface Release {
  /** The binary; that of amd64 is plainly `k3s`. */
  readonly binary: string;
  /** The container images that K3s starts with, which it would pull otherwise. */
  readonly airgap: string;
  /** The release's own checksums. */
  readonly sums: string;
}

export const releaseNames = (arch: "arm64" | "amd64"): Release => ({
  binary: arch === "amd64" ? "k3s" : `k3s-${arch}`,
  airgap: `k3s-airgap-images-${arch}.tar.zst`,
  sums: `sha256sum-${arch}.txt`,
});
