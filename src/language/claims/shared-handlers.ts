// Handlers of an observer for several labels: one label has the function, and the others its name, `first: 'get_page'`.
//
// What must stay true: who made an observer is the last to know of this; whatever checks one sees functions alone.

import { ModelError } from '../../base/errors.ts';
import { isRecord } from '../../base/given.ts';
import { suggest } from '../../base/near-name.ts';

/** The handlers of each process, with a function wherever the name of another label stood. */
export function withSharedHandlers(on: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(on).map(([process, entry]) => [
      process,
      isRecord(entry) ? functionsOf(process, entry) : entry,
    ]),
  );
}

function functionsOf(process: string, handlers: Readonly<Record<string, unknown>>) {
  return Object.fromEntries(
    Object.entries(handlers).map(([label, handler]) => [
      label,
      typeof handler === 'string' ? handlerOf(process, label, handler, handlers) : handler,
    ]),
  );
}

function handlerOf(
  process: string,
  label: string,
  of: string,
  handlers: Readonly<Record<string, unknown>>,
): unknown {
  const handler = Object.hasOwn(handlers, of) ? handlers[of] : undefined;
  if (typeof handler === 'function') return handler;
  const own = Object.keys(handlers).filter((one) => typeof handlers[one] === 'function');
  throw new ModelError(
    `observer: on: ${process}: '${label}' is to be handled as '${of}', which has no function; ${suggest(of, own)}`,
  );
}
