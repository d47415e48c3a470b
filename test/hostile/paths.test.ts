import { posix } from "node:path";
import { expect, test } from "vitest";
import type { Path } from "../../src/model/tree.ts";
import { readCluster } from "../../src/pipeline.ts";
import { labHost, profilePath, withAll } from "./lab.ts";
import { hostileTexts } from "./values.ts";

/** Where the language names a file. */
const places: readonly Path[] = [
  ["include", 0],
  ["k3s", "manifests", 0],
  ["access", "ssh_authorized_keys", 0, "file"],
];

/** The file that a text names, counted from the profile's folder; node's own working out of it. */
function fileOf(text: string): string {
  if (text === "~" || text.startsWith("~/")) return posix.join("/home/tester", text.slice(1));
  const path = posix.resolve("/", text.startsWith("/") ? "" : "x/x/x/lab", text);
  return text.startsWith("/") ? path : posix.relative("/x/x/x", path) || ".";
}

const cases = places.flatMap((at) =>
  hostileTexts.map((text) => ({ at, text, title: JSON.stringify(text.slice(0, 40)) })),
);

test.each(cases)(
  "$title at $at is the name of that very file, or refused and never asked for",
  async ({ at, text }) => {
    const host = labHost(withAll([{ at, value: text }]));
    const { diagnostics } = await readCluster(host, profilePath);
    const asked = [...new Set(host.asked)].filter((path) => path !== profilePath);
    if (asked.length > 0) expect(asked[0]).toBe(fileOf(text));
    else expect(diagnostics.filter(({ severity, span }) => severity === "error" && span)).not.toEqual([]);
  },
);
