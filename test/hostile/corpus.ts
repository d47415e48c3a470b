import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A profile of this project, with the files that it may name. */
export interface Specimen {
  readonly path: string;
  readonly text: string;
}

export interface Corpus {
  /** Shipped ones, and those of the golden trees. */
  readonly sound: readonly Specimen[];
  /** For each code one that is wrong in its way. */
  readonly wrong: readonly Specimen[];
  /** Everything beside them, by its path: what they include and deploy. */
  readonly files: Readonly<Record<string, string>>;
}

export function readCorpus(): Corpus {
  const folders = ["profiles", ...below("test/golden/cases"), ...below("test/errors")];
  const files = Object.fromEntries(folders.flatMap(filesIn).map((path) => [path, readFileSync(path, "utf8")]));
  const profiles = Object.keys(files).filter(isProfile);
  const specimens = profiles.map((path) => ({ path, text: files[path] ?? "" }));
  const isWrong = ({ path }: Specimen) => path.startsWith("test/errors/");
  return { sound: specimens.filter((each) => !isWrong(each)), wrong: specimens.filter(isWrong), files };
}

const isProfile = (path: string) => /\/profile\.yaml$/.test(path) || dirname(path) === "profiles";

const below = (folder: string) => readdirSync(folder).map((name) => join(folder, name));

/** Without bundles, which a profile must not name, and what edgegen made of the profile. */
function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "expected" ? [] : filesIn(path);
    return entry.isFile() && /\.(?:ya?ml|json|pub)$/.test(path) && !path.includes(".secrets.") ? [path] : [];
  });
}
