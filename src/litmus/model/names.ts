// The names of a litmus test in the model that is made of it. They are kept, but for those that mean something else in a step.

/** Of JavaScript, and of what a step is given or uses. */
const TAKEN: ReadonlySet<string> = new Set(
  (
    'arguments await break case catch class const continue debugger default delete do else enum eval export extends false ' +
    'finally for function if implements import in instanceof interface let new null package private protected public return ' +
    'static super switch this throw true try typeof undefined var void while with yield ' +
    'me choose assert none old memory rcu smp location Number'
  ).split(' '),
);

/** Of a process: which instance it is, and where it stands. */
const TAKEN_LOCALS: ReadonlySet<string> = new Set(['id', 'self', 'at']);

export function cellName(name: string): string {
  return TAKEN.has(name) || name.startsWith('at_') ? `${name}_` : name;
}

export function localName(name: string): string {
  return TAKEN_LOCALS.has(name) ? `${name}_` : name;
}

/** The constant that is the address of a location. */
export function addressName(location: string): string {
  return `at_${location}`;
}

/** Texts that are all different: of equals, the later ones have a number. */
export function numbered(texts: readonly string[]): string[] {
  const used = new Set<string>();
  return texts.map((text) => {
    let name = text;
    for (let k = 2; used.has(name); k++) name = `${text} (${k})`;
    used.add(name);
    return name;
  });
}
