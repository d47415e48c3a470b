/** What is done with whole images: gigabytes, which go through no one's hands but the system's and a program's. Methods throw HostError. */
export interface Bulk {
  /** A sha256 that is fed piece by piece, as fast as the machine can. */
  readonly checksum: () => Checksum;
  /** Unpacks into a file that is there and empty; zeros become holes in it. */
  readonly unpack: (job: Unpacking) => Promise<Unpacked>;
  /** Afterwards what was written to a file is on the disk. Until then others may go on. */
  readonly flush: (path: string) => Promise<void>;
}

export interface Checksum {
  readonly update: (data: Uint8Array) => void;
  /** In hexadecimal digits; nothing may be added afterwards. */
  readonly digest: () => string;
}

export type Packing = "xz" | "zstd" | "gzip";

export interface Unpacking {
  readonly packing: Packing;
  /** By the program of that name; gzip needs none. */
  readonly byProgram: boolean;
  readonly from: string;
  readonly to: string;
  /** Told again and again how many bytes of the packed file have been read. */
  readonly tell: (read: number) => void;
  readonly interrupted: () => boolean;
}

export interface Unpacked {
  /** Of the packed file. */
  readonly sha256: string;
  /** Why it could not be unpacked, in the words of the program that tried. */
  readonly complaint: string | undefined;
}
