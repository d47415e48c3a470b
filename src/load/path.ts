/** Paths as the user writes them, with `/` between their parts; edgegen's own reading of them, so that it is the same everywhere. */

export function folderOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "" : path.slice(0, Math.max(slash, 1));
}

export function withoutEnding(name: string): string {
  return name.replace(/\.ya?ml$/i, "");
}

/** A path that counts from a folder; `~` is the user's home. `.` and `..` are worked out, so that one file has one name. */
export function join(folder: string, path: string, home: string): string {
  if (path === "~" || path.startsWith("~/")) return normalize(`${home}${path.slice(1)}`);
  return path.startsWith("/") || folder === "" ? normalize(path) : normalize(`${folder}/${path}`);
}

function normalize(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else if (part !== ".." || !path.startsWith("/")) parts.push(part);
  }
  return `${path.startsWith("/") ? "/" : ""}${parts.join("/")}` || ".";
}
