import { nameOf } from "../../model/file-name.ts";
import type { NodeFile } from "../../model/plan.ts";

/** A unit of templates/ under its own name. */
export function unitFile(template: string, data: Readonly<Record<string, unknown>> = {}): NodeFile {
  return {
    path: `/etc/systemd/system/${nameOf(template)}`,
    mode: "0644",
    content: { kind: "template", template, data },
  };
}

/** A module or script of templates/ in the folder where steps and units import from. */
export function moduleFile(template: string): NodeFile {
  return {
    path: `/usr/local/lib/edgegen/${nameOf(template)}`,
    mode: "0644",
    content: { kind: "template", template, data: {} },
  };
}
