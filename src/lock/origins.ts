/** Where things are asked for when nobody names another place. */
export const origins = {
  /** Answers `/stable`, `/v1.34` with a redirect to a release. */
  channels: "https://update.k3s.io/v1-release/channels",
  raspios: "https://downloads.raspberrypi.com",
  ubuntu: "https://cdimage.ubuntu.com/releases",
  /** Of images whose name has no host, as Docker takes it. */
  registry: "https://registry-1.docker.io",
} as const;

/** What `--mirror WHAT=URL` may name. */
export const mirrored = ["k3s", "channels", "raspios", "ubuntu", "registry"] as const;

export type Mirrored = (typeof mirrored)[number];

/** Other places, without a trailing slash. */
export type Mirrors = Readonly<Partial<Record<Mirrored, string>>>;
