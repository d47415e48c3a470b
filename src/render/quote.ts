/**
 * How a value enters a text that something else will parse. Each function returns text that its reader turns back into exactly
 * the value, or throws: the profile's rules refuse such values long before, so reaching the throw is a bug in edgegen.
 */

/** POSIX shell, section 2.2.2: nothing is special between single quotes, and a single quote cannot stand there. */
export function quoteShell(value: string): string {
  refuse(value, /\0/, "a control character", "a shell word");
  return `'${value.replaceAll("'", "'\\''")}'`;
}

/**
 * systemd.syntax(7) and systemd.unit(5): specifiers begin with %, C escapes and quotes have a meaning, a line ends a value. For a
 * place between quotes. A dollar sign is written in one way in a command line (systemd.service(5)), and in another elsewhere.
 */
export function quoteUnit(value: string): string {
  refuse(value, /\p{Cc}/u, "a control character", "a unit file");
  refuse(value, /\p{Cs}|\p{Noncharacter_Code_Point}/u, "what is no character", "a unit file");
  refuse(value, /\$/, "a dollar sign", "a unit file");
  return value.replaceAll("%", "%%").replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("'", "\\'");
}

/** Plain text in one line. */
export function quoteLine(value: string): string {
  refuse(value, /[\p{Cc}\u2028\u2029]/u, "a control character", "one line of text");
  return value;
}

function refuse(value: string, pattern: RegExp, what: string, where: string): void {
  if (pattern.test(value)) throw new Error(`${what} cannot stand in ${where}`);
}
