import type { Check, Difference, Expected } from "../check.ts";
import { inContainer, sayContainer } from "../container.ts";
import { compare, compareList, insist } from "../difference.ts";
import { fields, valuesOf } from "../seen.ts";

/** One owner of swap, compressed first; the API answers on the addresses of the profile and on no other. */
export const edgePulse: Check = {
  name: "edge-pulse",
  applies: ({ node }) => node.edgePulse.enabled,
  probe: ({ node }) => `${sayContainer}
awk 'NR > 1 { print "swap=" $1 " " $5 }' /proc/swaps
ss -Hltn 'sport = :${node.edgePulse.api.port}' | awk '{ print "listens=" $4 }' | sort
python3 -c 'import urllib.request
print("healthz=" + urllib.request.urlopen("http://127.0.0.1:${node.edgePulse.api.port}/healthz", timeout=60).read().decode().strip())' 2>&1 | tail -n 1`,
  judge: (seen, expected) => [...judgeApi(seen, expected), ...(inContainer(seen) ? [] : judgeSwap(seen, expected))],
};

function judgeApi(seen: string, { node }: Expected): readonly Difference[] {
  const { listen, port } = node.edgePulse.api;
  const hosts = { node: [node.address, "127.0.0.1"], localhost: ["127.0.0.1"], off: [] }[listen];
  return [
    ...compareList(
      "where the API listens",
      valuesOf(seen, "listens"),
      hosts.map((host) => `${host}:${port}`),
    ),
    ...(listen === "off" ? [] : compare("what /healthz says", fields(seen).get("healthz"), '{"status": "ok"}')),
  ];
}

/** Kernels without zram and cards that are full may have less, and then a step has said so; the testbed's have room for both. */
function judgeSwap(seen: string, { node }: Expected): readonly Difference[] {
  const found = valuesOf(seen, "swap");
  const zram = found.some((each) => /^\/dev\/zram\d+ 100$/.test(each));
  const disk = node.edgePulse.swapDevice === "none" || found.some((each) => / 50$/.test(each));
  return insist(zram && disk, "swap and its priorities", found.join(", "), "zram at 100, and a disk's at 50");
}
