import { images } from "../model/images.ts";
import type { Difference, Expected } from "./check.ts";
import { compareList } from "./difference.ts";
import { valuesOf } from "./seen.ts";

/**
 * Shell that prints what NetworkManager itself says of the interface in `lan`, once more after what the kernel says; nothing where
 * another one is to configure it, or where it does not (which `renderer` tells). nmcli -g puts several values on one line, ` | `
 * between them (nmcli(1)).
 */
export function askManager({ node }: Expected, field: "IP4.ADDRESS" | "IP4.GATEWAY" | "IP4.DNS"): string {
  if (images[node.os.image].renderer !== "NetworkManager") return ":";
  return `case $(nmcli -g GENERAL.STATE device show "$lan" 2>/dev/null) in
  100*) echo "nmcli=$(nmcli -g ${field} device show "$lan" 2>/dev/null | tr '|\\n' '  ')" ;;
esac`;
}

export function judgeManager(seen: string, what: string, wanted: readonly string[]): readonly Difference[] {
  return valuesOf(seen, "nmcli").flatMap((values) =>
    compareList(`${what} in nmcli`, values.split(/\s+/).filter(Boolean), wanted),
  );
}
