// What stands where domains and cells are asked for by name: locals, parameters of procedures, what observers remember. JavaScript
// lets a first value pass there.

import { ModelError } from '../base/errors.ts';
import { inWords, isRecord } from '../base/given.ts';
import { isElement } from './cell.ts';

/** Locals and the like are domains or cells by name. */
export function checkElements(
  what: string,
  given: Readonly<Record<string, unknown>>,
  options: readonly string[],
): void {
  for (const option of options) {
    const elements = given[option] ?? {};
    if (!isRecord(elements)) {
      throw new ModelError(`${what}: ${option} must be { name: domain }, not ${inWords(elements)}`);
    }
    const wrong = Object.entries(elements).find(([, element]) => !isElement(element));
    if (wrong === undefined) continue;
    const [name, element] = wrong;
    throw new ModelError(
      `${what}: ${option}.${name} must be a domain or a cell, as in ${name}: upTo(2); it is ${inWords(element)}`,
    );
  }
}
