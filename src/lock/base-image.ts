import type { Trying } from "../fetch/retry.ts";
import { getText, sizeOf } from "../fetch/text.ts";
import { WebError } from "../host/web.ts";
import type { ImageId } from "../model/images.ts";
import type { Pin } from "../model/lock.ts";
import { type Mirrors, origins } from "./origins.ts";
import { readSums } from "./sum-file.ts";

/** The newest image of an operating system that its maker offers. */
export function pinImage(trying: Trying, image: ImageId, mirrors: Mirrors): Promise<Pin> {
  if (image === "raspios-trixie") return pinRaspios(trying, mirrors.raspios ?? origins.raspios);
  return pinUbuntu(trying, image.replace("ubuntu-", ""), mirrors.ubuntu ?? origins.ubuntu);
}

/** `..._latest` redirects to the image, and its checksum lies beside that. */
async function pinRaspios(trying: Trying, origin: string): Promise<Pin> {
  const { size, url } = await sizeOf(trying, `${origin}/raspios_lite_arm64_latest`);
  const name = nameOf(url);
  if (!/^[\w.-]*trixie[\w.-]*\.img\.xz$/.test(name))
    throw new WebError(`the latest Raspberry Pi OS Lite is ${name}, and no longer trixie`, true);
  const sha256 = readSums((await getText(trying, `${url}.sha256`)).text).get(name);
  if (sha256 === undefined) throw new WebError(`${url}.sha256 does not name ${name}`, true);
  return { url, size, sha256 };
}

/** One list names all images of a release; of its point releases the last. */
async function pinUbuntu(trying: Trying, release: string, origin: string): Promise<Pin> {
  const folder = `${origin}/${release}/release`;
  const sums = readSums((await getText(trying, `${folder}/SHA256SUMS`)).text);
  const pattern = new RegExp(`^ubuntu-${release}(?:\\.(\\d+))?-preinstalled-server-arm64\\+raspi\\.img\\.xz$`);
  const point = (name: string) => Number(pattern.exec(name)?.[1] ?? 0);
  const [name] = [...sums.keys()].filter((each) => pattern.test(each)).sort((a, b) => point(b) - point(a));
  if (name === undefined) throw new WebError(`${folder}/SHA256SUMS names no server image for Raspberry Pi`, true);
  const url = `${folder}/${name.replaceAll("+", "%2B")}`;
  return { url, size: (await sizeOf(trying, url)).size, sha256: sums.get(name) ?? "" };
}

const nameOf = (url: string) => decodeURIComponent(new URL(url).pathname.split("/").at(-1) ?? "");
