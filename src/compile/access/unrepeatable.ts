// Names that no step may use: clocks and chance, because a step is a function of the state, and whatever runs a function
// after the step is over, when what it writes is lost. Running a step twice finds these only by luck: two looks at a clock
// fall into one millisecond.

const CLOCK = 'a clock; a model may use only the state, so let time be a cell or a choice';
const CHANCE =
  'chance; a model may use only the state, so let a step choose([...]) where anything may happen';
const WHOLE =
  'many things at once; name the one that is used, such as Math.max: what else it is could not be seen';
const LATER =
  'for what runs later; code of a model runs at once, and what is written after it is lost';

const REFUSED: Readonly<Record<string, string>> = {
  Date: CLOCK,
  performance: CLOCK,
  crypto: CHANCE,
  'Math.random': CHANCE,
  fetch: LATER,
  Promise: LATER,
  queueMicrotask: LATER,
  setImmediate: LATER,
  setInterval: LATER,
  setTimeout: LATER,
  globalThis: WHOLE,
  global: WHOLE,
};

/** Why a name that the step does not declare, or the member of it that is used, cannot be used; undefined where it can. */
export function whyUnrepeatable(name: string, member?: string): string | undefined {
  if (name === 'Math' && member === undefined) return `'${name}' is ${WHOLE}`;
  const refused = [name, `${name}.${member}`].find((one) => Object.hasOwn(REFUSED, one));
  return refused === undefined ? undefined : `'${refused}' is ${REFUSED[refused]}`;
}
