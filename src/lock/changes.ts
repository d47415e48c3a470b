import type { Channel, Lock, Pin } from "../model/lock.ts";

/** Something that a lock says, by the name under which it says it. */
export interface Entry {
  readonly kind: "channel" | "K3s" | "Rancher" | "image";
  readonly what: string;
  /** What must not change while the name stays: undefined of a tag or a channel, which its owner may move. */
  readonly fixed: string | undefined;
  readonly value: string;
  /** For a person. */
  readonly text: string;
}

/** All that a lock says, sorted. */
export function entriesOf({ channel, k3s, rancher, images }: Omit<Lock, "created">): readonly Entry[] {
  const releases = [...k3s].flatMap(([version, assets]) =>
    [...assets].map(([asset, pin]) => entry("K3s", `${version} ${asset}`, `${version} ${asset}`, pin)),
  );
  const bases = [...images].map(([image, pin]) => entry("image", image, pin.url, pin));
  const tags = [...rancher].map(([reference, digest]) => ({
    ...{ kind: "Rancher" as const, what: `Rancher ${reference}`, fixed: undefined, value: digest, text: digest },
  }));
  return [...channels(channel), ...releases, ...bases, ...tags].sort((a, b) => (a.what < b.what ? -1 : 1));
}

function channels(channel: Channel | undefined): readonly Entry[] {
  if (channel === undefined) return [];
  const { name, release } = channel;
  return [{ kind: "channel", what: `channel ${name}`, fixed: undefined, value: release, text: release }];
}

function entry(kind: Entry["kind"], of: string, fixed: string, { url, size, sha256 }: Pin): Entry {
  const what = `${kind} ${of}`;
  const name = decodeURIComponent(url.split("/").at(-1) ?? url);
  const shown = what.endsWith(name) ? "" : `${name}, `;
  return { kind, what, fixed, value: sha256, text: `${shown}${mebibytes(size)} MiB, sha256 ${sha256}` };
}

export const mebibytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);

export interface Difference {
  readonly added: readonly Entry[];
  readonly removed: readonly Entry[];
  readonly changed: readonly { readonly before: Entry; readonly after: Entry }[];
}

export function differenceOf(before: readonly Entry[], after: readonly Entry[]): Difference {
  const old = new Map(before.map((each) => [each.what, each]));
  const now = new Map(after.map((each) => [each.what, each]));
  return {
    added: after.filter(({ what }) => !old.has(what)),
    removed: before.filter(({ what }) => !now.has(what)),
    changed: after.flatMap((each) => {
      const was = old.get(each.what);
      return was !== undefined && was.value !== each.value ? [{ before: was, after: each }] : [];
    }),
  };
}

/** What was published under this very name was something else when it was locked: an error of the mirror, or an attack. */
export function tampered({ changed }: Difference): Difference["changed"] {
  return changed.filter(({ before, after }) => before.fixed !== undefined && before.fixed === after.fixed);
}
