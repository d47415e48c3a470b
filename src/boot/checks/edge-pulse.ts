import type { Check, Difference, Expected } from "../check.ts";
import { inContainer, sayContainer } from "../container.ts";
import { compare, compareList, compareSet, insist } from "../difference.ts";
import { fields, valuesOf } from "../seen.ts";

/** One owner of swap, compressed first; the API answers on the addresses of the profile and on no other. */
export const edgePulse: Check = {
  name: "edge-pulse",
  applies: ({ node }) => node.edgePulse.enabled,
  probe: (expected) => `${sayContainer}
awk 'NR > 1 { print "swap=" $1 " " $5 }' /proc/swaps
systemctl show --property Id,MemoryMin ${guarded(expected).join(" ")} | awk -F= '/^Id=/ { unit = $2 } /^MemoryMin=/ { min = $2 } /^$/ { print "min=" unit " " min } END { print "min=" unit " " min }'
ss -Hltn 'sport = :${expected.node.edgePulse.api.port}' | awk '{ print "listens=" $4 }' | sort
python3 -c 'import urllib.request
print("healthz=" + urllib.request.urlopen("http://127.0.0.1:${expected.node.edgePulse.api.port}/healthz", timeout=60).read().decode().strip())' 2>&1 | tail -n 1`,
  judge: (seen, expected) => [
    ...judgeApi(seen, expected),
    ...judgeMemory(seen, expected),
    ...(inContainer(seen) ? [] : judgeSwap(seen, expected)),
  ],
};

/** What reclaim leaves alone; a service's share is nothing without its slice's. */
const guarded = ({ node }: Expected): readonly string[] => [
  ...(node.edgePulse.api.listen === "off" ? [] : ["edge-pulse-api.service"]),
  ...["ssh.service", "system.slice", "user.slice"],
];

function judgeMemory(seen: string, expected: Expected): readonly Difference[] {
  const found = valuesOf(seen, "min");
  const held = found.filter((each) => /^\S+ [1-9]\d+$/.test(each)).map((each) => each.split(" ")[0] ?? "");
  return compareSet("units whose memory is protected", held, guarded(expected));
}

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
