/**
 * What config.txt says to every board. Rules: https://www.raspberrypi.com/documentation/computers/config_txt.html and
 * computers/configuration.html; the node reads the same file in templates/first-boot/cmdline.py.
 */
export interface BootSettings {
  /** Put before the names of all the other files, as it stands: `current/`. */
  readonly prefix: string;
  readonly cmdline: string;
  readonly kernel: string;
  readonly initramfs: string | undefined;
  /** Undefined: the firmware chooses by board. */
  readonly deviceTree: string | undefined;
  /** Undefined: it does not say, and the firmware decides by board. */
  readonly is64Bit: boolean | undefined;
}

/** The defaults are those of a 64-bit kernel. */
export function bootSettings(config: string): BootSettings {
  const lines = linesForAll(config);
  const set = new Map(lines.flatMap(assignment));
  const files = lines.flatMap(initramfs);
  return {
    prefix: set.get("os_prefix") ?? "",
    cmdline: set.get("cmdline") ?? "cmdline.txt",
    kernel: set.get("kernel") ?? "kernel8.img",
    initramfs: files.at(-1) ?? (set.get("auto_initramfs") === "1" ? "initramfs8" : undefined),
    deviceTree: set.get("device_tree"),
    is64Bit: set.has("arm_64bit") ? set.get("arm_64bit") !== "0" : undefined,
  };
}

/** Lines before any filter, and those under `[all]`: filters such as [pi4], [cm5], [tryboot] and [none] are for some boards or boots. */
function linesForAll(config: string): readonly string[] {
  let applies = true;
  return config.split(/\r\n|\r|\n/).flatMap((raw) => {
    const line = raw.trim();
    if (!line.startsWith("[")) return applies && !line.startsWith("#") ? [line] : [];
    applies = line.toLowerCase() === "[all]";
    return [];
  });
}

function assignment(line: string): readonly (readonly [key: string, value: string])[] {
  const at = line.indexOf("=");
  return at < 0 ? [] : [[line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim()]];
}

/** The one setting without `=`: `initramfs FILE followkernel`, or an address instead. */
function initramfs(line: string): readonly string[] {
  const [key, file] = line.split(/\s+/);
  return key?.toLowerCase() === "initramfs" && file !== undefined ? [file] : [];
}

const begin = "# edgegen begin";
const end = "# edgegen end";

/**
 * config.txt with these lines in a block of ours, for every board: at the end, or where the block stands already. Lines that a person
 * adds after it stay after it, and under the `[all]` that it ends with.
 */
export function withManagedBlock(config: string, settings: string): string {
  const block = [begin, "[all]", ...settings.trimEnd().split("\n"), end];
  const lines = config.split("\n");
  const [first, last] = markersOf(lines);
  if (first !== undefined && last !== undefined) return lines.toSpliced(first, last - first + 1, ...block).join("\n");
  const gap = config === "" || config.endsWith("\n") ? "" : "\n";
  return `${config}${gap}${block.join("\n")}\n`;
}

/** Where our block begins and ends; nothing when a marker lacks its other one, for then what stands there may be somebody's. */
function markersOf(lines: readonly string[]): readonly number[] {
  const marks = lines.flatMap((line, at) => ([begin, end].includes(line.trim()) ? [at] : []));
  const is = (at: number | undefined, mark: string) => at !== undefined && lines[at]?.trim() === mark;
  const which = marks.findIndex((at, index) => is(at, begin) && is(marks[index + 1], end));
  return which < 0 ? [] : marks.slice(which, which + 2);
}
