import { sha256 } from "../../hash/sha256.ts";
import type { Check, Expected, ExpectedFile } from "../check.ts";
import { compare } from "../difference.ts";
import { lines } from "../seen.ts";
import { words } from "../shell.ts";

/** Every file that the card wrote stands there, byte for byte, closed to whom it should be closed: configuration, CAs and keys too. */
export const cardFiles: Check = {
  name: "card-files",
  probe: (expected) => {
    const paths = words(wantedFiles(expected).map(({ path }) => path));
    return `stat -c 'mode %04a %U %n' ${paths}
sha256sum ${paths}`;
  },
  judge: (seen, expected) => {
    const modes = new Map(lines(seen).flatMap((line) => pair(/^mode (\d+ \S+) (.*)$/.exec(line))));
    const sums = new Map(lines(seen).flatMap((line) => pair(/^([0-9a-f]{64}) [ *](.*)$/.exec(line))));
    return wantedFiles(expected).flatMap(({ path, mode, content }) => [
      ...compare(`mode and owner of ${path}`, modes.get(path), `${mode} root`),
      ...compare(`sha256 of ${path}`, sums.get(path), sha256(content)),
    ]);
  },
};

const wantedFiles = ({ files }: Expected): readonly ExpectedFile[] => files.filter(({ edited }) => !edited);

const pair = (match: RegExpExecArray | null): readonly (readonly [string, string])[] =>
  match ? [[match[2] ?? "", match[1] ?? ""]] : [];
