/** The ids of a table of the model, each with its title: the meanings of a choice among them. */
export function titlesOf<Id extends string>(table: Readonly<Record<Id, { readonly title: string }>>) {
  const entries = Object.entries<{ readonly title: string }>(table);
  return Object.fromEntries(entries.map(([id, { title }]) => [id, title])) as Record<Id, string>;
}
