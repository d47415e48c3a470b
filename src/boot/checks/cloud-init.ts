import type { Check } from "../check.ts";
import { compare, compareList } from "../difference.ts";
import { fields, fromJson } from "../seen.ts";

interface Status {
  readonly status?: string;
  readonly extended_status?: string;
  readonly errors?: readonly string[];
  readonly recoverable_errors?: Readonly<Record<string, readonly string[]>>;
}

/**
 * What an image says of its own configuration, whatever card is in it: Ubuntu's for the Pi finds its files by `fs_label`
 * (25.10 and later), which cloud-init calls deprecated.
 */
const ofTheImage = /^DEPRECATED: Custom fs_label keys? is deprecated/;

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
    const ofTheCard = complaints.filter((each) => !ofTheImage.test(each));
    const content =
      complaints.length === 0 || ofTheCard.length > 0
        ? { word: "done", code: "0" }
        : { word: "degraded done", code: "2" };
    return [
      ...compare("cloud-init's status", status, "done"),
      ...compare("cloud-init's extended status", extended_status, content.word),
      ...compareList("cloud-init's complaints", [...errors, ...ofTheCard], []),
      ...compare("the code of `cloud-init status`", fields(seen).get("code"), content.code),
    ];
  },
};
