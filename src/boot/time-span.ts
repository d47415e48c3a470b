/** In seconds, as systemd.time(7) defines them: a month and a year are averages. */
const units: Readonly<Record<string, number>> = {
  us: 1e-6,
  ms: 1e-3,
  s: 1,
  min: 60,
  h: 3600,
  d: 86_400,
  w: 604_800,
  month: 2_629_800,
  y: 31_557_600,
};

/** What systemctl shows of a time, such as `1month 4w 1d 13h 30min`. Undefined for anything else, `infinity` among it. */
export function secondsOf(text: string): number | undefined {
  if (text === "0") return 0;
  const parts = text.split(" ").map((part) => /^(\d+(?:\.\d+)?)([a-z]+)$/.exec(part));
  const seconds = parts.map((part) => Number(part?.[1]) * (units[part?.[2] ?? ""] ?? Number.NaN));
  const sum = Math.round(seconds.reduce((total, each) => total + each, 0) * 1e6) / 1e6;
  return Number.isNaN(sum) ? undefined : sum;
}
