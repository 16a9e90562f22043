// What ends the searching thread because nobody caught it. A promise of the author's that is rejected, or a callback that
// throws, comes from nowhere that could catch it; where its stack begins in his file it is a mistake of the model.

import { framesOf, isOurs, shownFrame } from '../base/authors-lines.ts';
import { ModelError, type ModelErrorPlace } from '../base/errors.ts';
import { stackOf, thrownWords } from '../base/thrown.ts';
import { InternalError } from './wire-error.ts';

export function uncaught(error: unknown, place: ModelErrorPlace): Error {
  const stack = stackOf(error);
  // mmcheck itself throws nothing but errors, and waits for each of its promises.
  const isFromNowhere = stack === undefined || codeOf(error) === 'ERR_UNHANDLED_REJECTION';
  const line = stack === undefined ? undefined : authorsLine(stack);
  if (!isFromNowhere && line === undefined) return new InternalError(thrownWords(error), stack);
  const words = /rejected with the reason "([\s\S]*)"/.exec(thrownWords(error))?.[1];
  return new ModelError(
    `its code throws where nothing waits for it: ${words ?? thrownWords(error)}`,
    { ...place, ...(line === undefined ? {} : { line }) },
  );
}

export function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

/** The innermost line, if it is one of the author's; those of Node count for nobody. */
function authorsLine(stack: string): string | undefined {
  const lines = stack.split('\n').filter((text) => !text.includes('node:'));
  const [innermost] = framesOf(lines.join('\n'));
  const isTheirs = innermost && !isOurs(innermost) && !innermost.file.includes('/node_modules/');
  return isTheirs ? shownFrame(innermost) : undefined;
}
