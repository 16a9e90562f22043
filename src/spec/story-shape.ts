// The shape of a story, which the types forbid to be otherwise.

import { ModelError } from '../base/errors.ts';
import { inWords } from '../base/given.ts';

/** A story is a list of events. */
export function checkStory(what: string, story: unknown): void {
  if (Array.isArray(story) && story.every(isEvent)) return;
  throw new ModelError(
    `${what}: a story is a list of events, as in [['alloc_pages', 'read']]; it is ${jsonOf(story)}`,
  );
}

/** Not everything can be written so. */
function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    return inWords(value);
  }
}

function isEvent(event: unknown): boolean {
  return (
    Array.isArray(event) && event.length === 2 && event.every((name) => typeof name === 'string')
  );
}
