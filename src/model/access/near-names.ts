// What a message says about a name that does not exist: the known name that was probably meant, or all of them.

/** `did you mean 'free'?`, or `known: free, seq`. */
export function suggest(typed: string, known: readonly string[]): string {
  const near = known
    .map((name) => ({ name, distance: editDistance(typed.toLowerCase(), name.toLowerCase()) }))
    .filter(({ distance }) => distance <= Math.max(1, Math.floor(typed.length / 3)))
    .sort((a, b) => a.distance - b.distance)[0];
  if (near) return `did you mean '${near.name}'?`;
  return known.length === 0 ? 'there are none' : `there are ${known.join(', ')}`;
}

/** Insertions, deletions and changes that make one word the other. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, k) => k);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, changed);
    }
    row = next;
  }
  return row[b.length];
}
