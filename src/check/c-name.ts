// Names of steps as names in C.

/** A name that is free in C, and in the C that the kernel's dot2c writes. */
export function cName(label: string): string {
  const name = label.replace(/\W+/g, '__');
  return TAKEN.has(name) ? `step_${name}` : name;
}

const TAKEN = new Set(
  (
    'auto break case char const continue default do double else enum extern float for goto if inline int long register ' +
    'restrict return short signed sizeof static struct switch typedef union unsigned void volatile while bool true false ' +
    'aut state_max event_max INVALID_STATE'
  ).split(' '),
);
