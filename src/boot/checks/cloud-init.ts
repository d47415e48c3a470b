import type { Check } from "../check.ts";
import { compare, compareList } from "../difference.ts";
import { fields, fromJson } from "../seen.ts";

interface Status {
  readonly status?: string;
  readonly extended_status?: string;
  readonly errors?: readonly string[];
  readonly recoverable_errors?: Readonly<Record<string, readonly string[]>>;
}

/** Through, and without a complaint: `done` alone may still be "degraded", with the reasons among the recoverable errors (code 2). */
export const cloudInit: Check = {
  name: "cloud-init",
  probe: () => `cloud-init status --format json 2>/dev/null
echo "code=$?"`,
  judge: (seen) => {
    const {
      status,
      extended_status,
      errors = [],
      recoverable_errors = {},
    } = (fromJson(seen.replace(/code=\d+\s*$/, "")) ?? {}) as Status;
    const complaints = Object.entries(recoverable_errors).flatMap(([level, texts]) =>
      texts.map((text) => `${level}: ${text}`),
    );
    return [
      ...compare("cloud-init's status", status, "done"),
      ...compare("cloud-init's extended status", extended_status, "done"),
      ...compareList("cloud-init's complaints", [...errors, ...complaints], []),
      ...compare("the code of `cloud-init status`", fields(seen).get("code"), "0"),
    ];
  },
};
