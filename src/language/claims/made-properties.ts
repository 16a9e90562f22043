// The properties that an author's function returns, looked at before anything is done with them: each was made by a maker,
// which has looked at what it was given, and none has the name under which assertions of steps are reported.

import { authored } from '../../base/author-code.ts';
import { ModelError } from '../../base/errors.ts';
import { inWords, isRecord } from '../../base/given.ts';
import { didYouMean } from '../../base/near-name.ts';
import { checkCount, MAKERS, type Maker } from './maker-arguments.ts';
import { ASSERTIONS, type Properties } from './property.ts';

/** Known to every copy of the package: the one that made a property need not be the one that checks it. */
const MADE = Symbol.for('mmcheck.property');

/** The same makers, whose properties are known from then on. */
export function remembered<M extends Readonly<Record<string, (...args: never[]) => object>>>(
  makers: M,
): M {
  const known = Object.entries(makers).map(([name, make]) => [
    name,
    (...args: never[]) => {
      checkCount(name as Maker, args);
      return Object.defineProperty(make(...args), MADE, { value: true });
    },
  ]);
  return Object.fromEntries(known) as M;
}

/** What the author's function returns. */
export function authoredProperties(of: string, make: () => unknown): Properties {
  const what = `the properties of ${of}`;
  const properties = authored(what, () => withMakersNamed(make));
  if (!isRecord(properties)) {
    throw new ModelError(
      `${what} must be { name: property }, with parentheses around the braces of an arrow; they are ${inWords(properties)}`,
    );
  }
  for (const [property, given] of Object.entries(properties)) {
    if (property === ASSERTIONS) {
      throw new ModelError('is the name of what steps assert; choose another', { property });
    }
    if (isRecord(given) && MADE in given) continue;
    throw new ModelError(
      `must be made by one of the makers, as in invariant('...', ...); it is ${inWords(given)}`,
      { property },
    );
  }
  return properties as Properties;
}

/** A maker that is misspelt where it is taken from all is undefined, and the engine says only that it cannot be called. */
function withMakersNamed<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    const called = error instanceof TypeError && /(\w+) is not a function$/.exec(error.message);
    if (called && !MAKERS.includes(called[1])) error.message += didYouMean(called[1], MAKERS);
    throw error;
  }
}
