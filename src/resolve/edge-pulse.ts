import type { EdgePulse } from "../model/cluster.ts";
import type { Sections } from "../schema/built-in.ts";

const gib = 1024;

/** Edge-Pulse's settings by memory in MiB: the same object for the same memory. */
export function edgePulse(section: Sections["edge_pulse"]): (memoryMiB: number) => EdgePulse {
  const byMemory = new Map<number, EdgePulse>();
  return (memoryMiB) => {
    const known = byMemory.get(memoryMiB) ?? forMemory(section, memoryMiB);
    byMemory.set(memoryMiB, known);
    return known;
  };
}

function forMemory(section: Sections["edge_pulse"], memoryMiB: number): EdgePulse {
  return {
    enabled: section.enabled,
    zramPercent: section.zram_percent === "auto" ? zramFor(memoryMiB) : section.zram_percent,
    swapSizeMiB: section.swap.size,
    swapDevice: section.swap.device,
    api: section.api,
    sdProtection: section.sd_protection,
  };
}

/** The less memory, the more of it is worth compressing. */
function zramFor(memoryMiB: number): number {
  if (memoryMiB <= gib) return 60;
  return memoryMiB <= 4 * gib ? 40 : 30;
}
