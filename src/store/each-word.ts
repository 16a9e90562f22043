// Code for the words of a state, one after the other. What is done for every transition is generated so: a loop over the
// few words that a state has costs more than what is in it.

export function eachWord(words: number, code: (w: number) => string, separator = '\n'): string {
  return Array.from({ length: words }, (_, w) => code(w)).join(separator);
}
