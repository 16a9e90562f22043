// Which of the known names was meant where another one was typed. A guess is offered only where it
// is close: a wrong "did you mean" costs more than none.

/** The closest of the known names, if it is close. */
export function nearName(typed: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Math.max(1, Math.floor(typed.length / 3)) + 1;
  for (const name of known) {
    const distance = editDistance(typed.toLowerCase(), name.toLowerCase(), least);
    if (distance < least) [best, least] = [name, distance];
  }
  return best;
}

/** `; did you mean 'x'?`, or nothing. */
export function didYouMean(typed: string, known: Iterable<string>): string {
  const name = nearName(typed, known);
  return name === undefined ? '' : `; did you mean '${name}'?`;
}

/** `did you mean 'free'?`, or where nothing is near, all that there is: `there are free, seq`. */
export function suggest(typed: string, known: readonly string[]): string {
  const name = nearName(typed, known);
  if (name !== undefined) return `did you mean '${name}'?`;
  return known.length === 0 ? 'there are none' : `there are ${known.join(', ')}`;
}

/** Insertions, deletions, changes and swaps of neighbours that make one word the other. */
function editDistance(a: string, b: string, enough: number): number {
  if (Math.abs(a.length - b.length) >= enough) return enough;
  let older: number[] = [];
  let old = Array.from({ length: b.length + 1 }, (_, k) => k);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      row[j] = Math.min(old[j] + 1, row[j - 1] + 1, old[j - 1] + same);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) row[j] = Math.min(row[j], older[j - 2] + 1);
    }
    [older, old] = [old, row];
  }
  return old[b.length];
}
