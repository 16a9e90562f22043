// Conservation: every thing of a kind is in exactly one of the given places, or a count is what it was.

import { ModelError } from '../../base/errors.ts';
import { inWords } from '../../base/given.ts';
import { describeIds, type Kind, none } from '../../language/domain.ts';
import { BoundedList, MaskView } from '../layout/views.ts';

/** What is wrong with the count, in words; undefined where nothing is. */
export function miscounted(of: number, counted: unknown): string | undefined {
  if (typeof counted !== 'number' || Number.isNaN(counted)) {
    throw new ModelError(`what is counted must be a number; it is ${inWords(counted)}`);
  }
  return counted === of ? undefined : `${counted} instead of ${of}`;
}

/** What is wrong with the places, in words; undefined where each thing is in exactly one. */
export function misplaced(of: Kind, places: unknown): string | undefined {
  if (!Array.isArray(places)) {
    throw new ModelError(
      `the places of ${of.name}s must be a list, as in ({ free, held }) => [free, held]; it is ${inWords(places)}`,
    );
  }
  const times = new Array<number>(of.size).fill(0);
  for (const place of places) {
    for (const thing of thingsAt(place)) {
      if (typeof thing !== 'number' || times[thing] === undefined) {
        throw new ModelError(
          `a place of ${of.name}s holds ${String(thing)}${whyNoThing(of, thing)}`,
        );
      }
      times[thing]++;
    }
  }
  const wrong = of.ids.filter((id) => times[id] !== 1);
  if (wrong.length === 0) return undefined;
  return wrong
    .map((id) => `${of.names?.[id] ?? of.name + id} is ${inPlaces(times[id])}`)
    .join(', ');
}

/** A number may be an id of another kind, or of one that the model makes with more. */
function whyNoThing(of: Kind, thing: unknown): string {
  if (typeof thing !== 'number') {
    return '; places are ids, none, and sets, lists and arrays of them';
  }
  return `, and there are ${describeIds(of)}; is that a place of another kind, or has ${of.name} more ids where it is held? Conserve the kind that the places are of`;
}

function inPlaces(times: number): string {
  return times === 0 ? 'nowhere' : `in ${times} places`;
}

function thingsAt(place: unknown): readonly unknown[] {
  if (place === none) return [];
  if (place instanceof MaskView) return place.values();
  if (place instanceof BoundedList)
    return Array.from({ length: place.length }, (_, k) => place.at(k));
  if (Array.isArray(place)) return place.flatMap(thingsAt);
  return [place];
}
