/** Profiles that are as large as they may be, each in a way of its own that could take long: each is a few hundred thousand characters. */
export const heavy: ReadonlyMap<string, () => string> = new Map([
  ["brackets, 10,000 deep", () => lab(`k3s: {config: ${"[".repeat(10_000)}${"]".repeat(10_000)}}\n`)],
  ["braces, 10,000 deep", () => lab(`x: ${"{a: ".repeat(10_000)}1${"}".repeat(10_000)}\n`)],
  ["items, 10,000 deep", () => lab(`x:\n${"- ".repeat(10_000)}1\n`)],
  ["indentation, 700 deep", () => lab(each(700, (n) => `${" ".repeat(n)}a:\n`, ""))],
  ["questions, 10,000 deep", () => lab(`x:\n  ${"? ".repeat(10_000)}1\n`)],
  ["a billion laughs, in lists", () => lab(laughs((inner) => `[${inner.join(", ")}]`))],
  ["a billion laughs, in maps", () => lab(laughs((inner) => `{${inner.map((it, n) => `k${n}: ${it}`).join(", ")}}`))],
  ["a chain of 3,000 aliases", () => lab(`x0: &x0 [a]\n${each(3000, (n) => `x${n + 1}: &x${n + 1} [*x${n}]\n`, "")}`)],
  [
    "one alias in 3,000 nodes",
    () =>
      lab(
        "x: &x {a: b}\n",
        each(3000, (n) => node(n, ", labels: *x"), ""),
      ),
  ],
  [
    "4,000 nodes",
    () =>
      lab(
        "",
        each(4000, (n) => node(n), ""),
      ),
  ],
  [
    "4,000 nodes, all wrong",
    () =>
      lab(
        "",
        each(4000, (n) => node(n).replace(/: /g, ": X"), ""),
      ),
  ],
  [
    "3,000 nodes with an unknown key",
    () =>
      lab(
        "",
        each(3000, (n) => node(n, `, k${n}: 1`), ""),
      ),
  ],
  [
    "3,000 nodes of one name",
    () =>
      lab(
        "",
        each(3000, () => node(1), ""),
      ),
  ],
  ["20,000 nodes in a range", () => lab("", `  - {name: "w{1..19999}", role: worker, ${board}, address: 10.1.0.1+}\n`)],
  [
    "20,000 nodes, all wrong",
    () => lab("", `  - {name: "W{1..19999}", role: rancher, ${board}, address: 11.1.0.1+}\n`),
  ],
  ["a name of 500 kB in a range", () => lab("", `  - {name: "${"a".repeat(500_000)}{1..9999}", role: worker}\n`)],
  ["20,000 unknown keys", () => lab(each(20_000, (n) => `k${n}: 1\n`, ""))],
  ["20,000 keys twice", () => lab(`os:\n${each(20_000, (n) => `  k${n % 10_000}: 1\n`, "")}`)],
  ["20,000 packages that are none", () => lab(`os: {packages: [${each(20_000, (n) => `A ${n}`)}]}\n`)],
  [
    "8,000 labels in 1,500 nodes",
    () =>
      lab(
        defaults("labels", 8000),
        each(1500, (n) => node(n, ", labels: {a: b}"), ""),
      ),
  ],
  [
    "8,000 K3s keys in 1,300 nodes",
    () =>
      lab(
        `defaults: {k3s: {config: ${map(8000)}}}\n`,
        each(1300, (n) => node(n, ", k3s: {config: {a: b}}"), ""),
      ),
  ],
  ["45,000 includes", () => lab(`include: [${each(45_000, (n) => `a${n}`)}]\n`)],
  ["45,000 manifests", () => lab(`k3s: {manifests: [${each(45_000, (n) => `a${n}`)}]}\n`)],
  ["390,000 quotation marks", () => '"'.repeat(390_000)],
  ["190,000 closing brackets", () => "]".repeat(190_000)],
  ["95,000 empty lists", () => "[]".repeat(95_000)],
  ["190,000 commas", () => `[${",".repeat(190_000)}`],
  ["95,000 colons", () => ":\n".repeat(95_000)],
  ["60,000 anchors on one value", () => "&a ".repeat(60_000)],
  ["120,000 wrong escapes", () => `"${"\\q".repeat(120_000)}"`],
  ["99,000 documents", () => "---\n".repeat(99_000)],
  ["38,000 tabs", () => "\t- a\n".repeat(38_000)],
  ["30,000 passwords without end", () => broken(`{${"password: [abc, ".repeat(30_000)}`)],
  ["20,000 passwords in passwords", () => broken(`{${"password: {".repeat(20_000)}${"},".repeat(20_000)}`)],
  ["20,000 passwords in open quotes", () => broken(`b: {${"password: ', ".repeat(20_000)}`)],
  ["a password behind 200,000 spaces", () => broken(`${" ".repeat(200_000)}{${"password: abc, ".repeat(15_000)}`)],
  ["150,000 beginnings of a URL", () => broken(`${"://".repeat(150_000)}@`)],
  ["120,000 beginnings of a token", () => broken(`#${"-eyJ".repeat(120_000)}`)],
  ["30,000 beginnings of a key", () => broken("-----BEGIN A".repeat(30_000))],
  ["200,000 items on a line", () => broken("- ".repeat(200_000))],
  ["ranges without quotes", () => broken(`{a: ${"w{1..3}".repeat(40_000)}}`)],
  ["500,000 spaces", () => `${" ".repeat(500_000)}a: [`],
  ["500,000 letters", () => lab(`x: ${"a".repeat(500_000)}\n`)],
  ["2,000,000 empty lines", () => `${"\n".repeat(2_000_000)}a: [`],
]);

const board = "board: pi-4b, memory: 4GiB";
const each = (count: number, text: (n: number) => string, between = ", ") =>
  Array.from({ length: count }, (_, n) => text(n)).join(between);
const map = (count: number) => `{${each(count, (n) => `k${n}: v`)}}`;
const defaults = (key: string, count: number) => `defaults: {${key}: ${map(count)}}\n`;
const node = (n: number, more = "") =>
  `  - {name: w${n}, role: worker, ${board}, address: 10.1.${n >> 8}.${n & 255}${more}}\n`;

/** A profile of the right shape but for what is added. */
const lab = (more: string, nodes = "") =>
  `version: 1\nnetwork: {subnet: 10.0.0.0/8, gateway: 10.0.0.1}\n${more}nodes:\n  - {name: cp, role: control-plane, ${board}, address: 10.0.0.2}\n${nodes}`;

/** Something that is no YAML from the first line on, so that all of it is looked at to draw a frame. */
const broken = (rest: string) => `a: ]\n${rest}`;

function laughs(collect: (inner: readonly string[]) => string): string {
  return each(10, (n) => `a${n}: &a${n} ${collect(Array<string>(10).fill(n === 0 ? "lol" : `*a${n - 1}`))}\n`, "");
}
