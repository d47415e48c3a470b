/** Insertions, deletions, changes and swaps of neighbours between two words, and one for case; more than the limit when it is more. */
export function editDistance(a: string, b: string, limit: number): number {
  if (a === b) return 0;
  const [left, right] = [a.toLowerCase(), b.toLowerCase()];
  const forCase = left === a && right === b ? 0 : 1;
  return Math.abs(left.length - right.length) > limit ? limit + 1 : forCase + edits(left, right);
}

function edits(left: string, right: string): number {
  let previous: number[] = [];
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i += 1) {
    const next = nextRow(left, right, i, row, previous);
    previous = row;
    row = next;
  }
  return at(row, right.length);
}

function nextRow(a: string, b: string, i: number, row: readonly number[], previous: readonly number[]): number[] {
  const next = [i];
  for (let j = 1; j <= b.length; j += 1) {
    const same = a[i - 1] === b[j - 1];
    const change = at(row, j - 1) + (same ? 0 : 1);
    const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
    const swap = swapped ? at(previous, j - 2) + 1 : change;
    next.push(Math.min(at(row, j) + 1, at(next, j - 1) + 1, change, swap));
  }
  return next;
}

const at = (row: readonly number[], index: number) => row[index] ?? Number.POSITIVE_INFINITY;
