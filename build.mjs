// Bundles src/ into dist/edgegen.js. Split, so that each verb loads only what it needs; not minified, so that a stack trace can be read.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const { version } = JSON.parse(readFileSync("package.json", "utf8"));

/** Names this very code: a tree in out/ made by another one is written anew instead of being taken over. */
function generator() {
  const hash = createHash("sha256").update(readFileSync("package-lock.json"));
  for (const folder of ["src", "templates"]) {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const paths = entries.map((entry) => join(entry.parentPath, entry.name)).filter((path) => !path.includes("cache"));
    for (const path of paths.sort()) hash.update(`${path}\n`).update(readFileSync(path));
  }
  return `edgegen ${version} ${hash.digest("hex").slice(0, 12)}`;
}

rmSync("dist", { recursive: true, force: true });
await build({
  entryPoints: { edgegen: "src/main.ts" },
  outdir: "dist",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20",
  sourcemap: "linked",
  logLevel: "warning",
  define: { EDGEGEN_VERSION: JSON.stringify(version), EDGEGEN_GENERATOR: JSON.stringify(generator()) },
  // The CommonJS packages in the bundle call require() for node's own modules, which an ES module does not have.
  banner: {
    js: '#!/usr/bin/env node\nimport { createRequire as bundleRequire } from "node:module"; const require = bundleRequire(import.meta.url);',
  },
});
