/** Colour as a value that is passed around, so that the same printer serves a terminal, a file and a test. */
export interface Style {
  readonly bold: (text: string) => string;
  readonly red: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly blue: (text: string) => string;
  readonly green: (text: string) => string;
}

const paint = (code: number) => (text: string) => `\x1b[${code}m${text}\x1b[0m`;
const asIs = (text: string) => text;

export const plain: Style = { bold: asIs, red: asIs, yellow: asIs, blue: asIs, green: asIs };
export const coloured: Style = {
  bold: paint(1),
  red: paint(31),
  yellow: paint(33),
  blue: paint(34),
  green: paint(32),
};
