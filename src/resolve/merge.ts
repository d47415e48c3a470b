type Plain = Readonly<Record<string, unknown>>;

const isMap = (value: unknown): value is Plain => typeof value === "object" && value !== null && !Array.isArray(value);

/** One layer over another: maps key by key, anything else as the upper one says. The lower one itself comes back when the upper says nothing. */
export function overlay<T extends object>(lower: T, upper: object | undefined): T {
  if (upper === undefined || Object.keys(upper).length === 0) return lower;
  const merged: Record<string, unknown> = { ...(lower as Plain) };
  for (const [key, value] of Object.entries(upper)) {
    const below = merged[key];
    if (value !== undefined) merged[key] = isMap(below) && isMap(value) ? overlay(below, value) : value;
  }
  return merged as T;
}
