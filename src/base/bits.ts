// Bit sets in words of typed arrays: one bit a process instance, `wordsFor(n)` words from an offset on.

export function wordsFor(bits: number): number {
  return Math.ceil(bits / 32);
}

export function setBit(words: Int32Array, k: number, from = 0): void {
  words[from + (k >>> 5)] |= 1 << (k & 31);
}

export function hasBit(words: Int32Array, k: number, from = 0): boolean {
  return (words[from + (k >>> 5)] & (1 << (k & 31))) !== 0;
}

/** The set of the first `n` bits, or of those that are wanted. */
export function bitSet(n: number, wanted: (k: number) => boolean = () => true): Int32Array {
  const words = new Int32Array(wordsFor(n));
  for (let k = 0; k < n; k++) if (wanted(k)) setBit(words, k);
  return words;
}
