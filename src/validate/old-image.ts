import type { ImageId } from "../model/images.ts";

/** Why an image that exists cannot become a node, and the nearest one that can. */
export interface OldImage {
  readonly why: string;
  readonly instead: ImageId;
}

const raspberry: OldImage = {
  why: "Raspberry Pi OS has cloud-init since trixie only: on an older one nothing reads what edgegen puts on the card",
  instead: "raspios-trixie",
};
const debian: OldImage = {
  why: "Debian's own images for the Pi have no cloud-init, so nothing reads what edgegen puts on the card; Raspberry Pi OS trixie is Debian 13 that has it",
  instead: "raspios-trixie",
};
const cgroups: OldImage = {
  why: "Ubuntu up to 21.04 boots with version 1 of control groups, and K3s on a node of edgegen waits for version 2",
  instead: "ubuntu-24.04",
};
/** https://docs.k3s.io/installation/requirements: `linux-modules-extra-raspi` is needed from 21.10 to 23.10. */
const vxlan: OldImage = {
  why: "the kernel of Ubuntu 21.10 to 23.10 for the Pi comes without vxlan: pods on two nodes do not reach each other (k3s-io/k3s#4234)",
  instead: "ubuntu-24.04",
};
const interim = (instead: ImageId): OldImage => ({
  why: "it is no long-term release: its updates ended nine months after it came",
  instead,
});

const ubuntuNames: Readonly<Record<string, number>> = {
  bionic: 18.04,
  focal: 20.04,
  jammy: 22.04,
  lunar: 23.04,
  mantic: 23.1,
  oracular: 24.1,
  plucky: 25.04,
  questing: 25.1,
};

/** An image that is older than the one that can work: `raspios-bookworm`, `ubuntu-22.04`, `jammy`, `debian-12`. */
export function oldImage(written: string): OldImage | undefined {
  const text = written.toLowerCase().replace(/[^a-z0-9.]/g, "");
  const oldDebian = /(?:bookworm|bullseye|buster|stretch|legacy)/.test(text);
  if (text.startsWith("debian") && (oldDebian || /^debian(?:9|1[0-2])\b/.test(text))) return debian;
  if (oldDebian) return raspberry;
  const version = ubuntuVersion(text);
  return version === undefined ? undefined : oldUbuntu(version);
}

function ubuntuVersion(text: string): number | undefined {
  const [, year, month = "04"] = /^ubuntu(?:server|lts)?(1[0-9]|2[0-5])(?:\.?(04|10))?/.exec(text) ?? [];
  if (year !== undefined) return Number(`${year}.${month}`);
  return ubuntuNames[text.replace(/^ubuntu(?:server)?/, "")];
}

function oldUbuntu(version: number): OldImage | undefined {
  if (version < 21.1) return cgroups;
  if (version < 24.04) return vxlan;
  if (version === 24.04) return undefined;
  return interim(version < 25 ? "ubuntu-24.04" : "ubuntu-26.04");
}
