/** One word of a POSIX shell (section 2.2.2): nothing is special between single quotes, and a single quote cannot stand there. */
export const quoted = (value: string): string => `'${value.replaceAll("'", "'\\''")}'`;

export const words = (values: readonly string[]): string => values.map(quoted).join(" ");
