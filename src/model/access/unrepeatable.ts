// Names that no step may use: clocks and chance, because a step is a function of the state, and whatever runs a function
// after the step is over, when what it writes is lost. Running a step twice finds these only by luck: two looks at a clock
// fall into one millisecond.

const CLOCK = 'a clock; a step may use only the state, so model time as a cell or a choice';
const CHANCE =
  'chance; a step may use only the state, so say choose([...]) where anything may happen';
const LATER = 'for what runs later; a step runs at once, and what is written after it is lost';

const REFUSED: Readonly<Record<string, string>> = {
  Date: CLOCK,
  performance: CLOCK,
  crypto: CHANCE,
  'Math.random': CHANCE,
  Promise: LATER,
  queueMicrotask: LATER,
  setImmediate: LATER,
  setInterval: LATER,
  setTimeout: LATER,
};

/** Why a name that the step does not declare, or a member of one, cannot be used; undefined where it can. */
export function whyUnrepeatable(name: string): string | undefined {
  return Object.hasOwn(REFUSED, name) ? `'${name}' is ${REFUSED[name]}` : undefined;
}
