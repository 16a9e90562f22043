// What the names in a function stand for that are declared outside of it. The source text does not
// show it: whether `me.zone === hot` treats ids alike depends on what `hot` is, and `none` may
// have come in under any name. V8 shows the scopes of a function to a debugger, and a program may
// be its own (node:inspector); nothing is paused or changed.
//
// What must stay true: a name that cannot be looked up is unknown, and whoever asks must then
// expect anything of it.

import { Session } from 'node:inspector';

interface Reply {
  readonly result?: { readonly objectId?: string } | readonly Property[];
  readonly internalProperties?: readonly Property[];
}
interface Property {
  readonly name: string;
  readonly value?: { readonly objectId?: string };
}

export type Lookup = (name: string) => { readonly value: unknown } | undefined;

/** Through which the inspector hands values over. */
const EXCHANGE = '__mmcheck_exchange__';
const GLOBALS = [
  'undefined',
  'NaN',
  'Infinity',
  'Math',
  'Number',
  'Boolean',
  'String',
  'Object',
  'Array',
];

const known = new WeakMap<object, readonly object[] | undefined>();

/** Looks up names as a function sees them. */
export function closureOf(fn: object): Lookup {
  return (name) => {
    const scope = scopeWith(fn, name);
    if (scope) return valueIn(scope, name);
    return GLOBALS.includes(name) ? { value: Reflect.get(globalThis, name) } : undefined;
  };
}

/** Whether a function may see a name: any, where the engine does not show its scopes. */
export function maySee(fn: object, name: string): boolean {
  return name in globalThis || !scopesOf(fn) || scopeWith(fn, name) !== undefined;
}

function scopeWith(fn: object, name: string): object | undefined {
  return scopesOf(fn)?.find((one) => Object.hasOwn(one, name));
}

function scopesOf(fn: object): readonly object[] | undefined {
  if (!known.has(fn)) known.set(fn, shownScopes(fn));
  return known.get(fn);
}

function valueIn(scope: object, name: string): { readonly value: unknown } | undefined {
  try {
    return { value: Reflect.get(scope, name) };
  } catch {
    return undefined;
  }
}

/**
 * The variables of the scopes around a function, innermost first; undefined where the engine does
 * not show them.
 */
function shownScopes(fn: object): object[] | undefined {
  const exchange: { fn: object; scope?: { object?: object } } = { fn };
  const session = new Session();
  try {
    session.connect();
    Object.defineProperty(globalThis, EXCHANGE, { value: exchange, configurable: true });
    const own = post(session, 'Runtime.evaluate', { expression: `${EXCHANGE}.fn` });
    const { internalProperties = [] } = propertiesOf(session, objectId(own.result));
    const chain = internalProperties.find(({ name }) => name === '[[Scopes]]')?.value?.objectId;
    const entries = propertiesOf(session, chain).result as readonly Property[];
    return entries.flatMap(({ value }) => {
      post(session, 'Runtime.callFunctionOn', {
        objectId: value?.objectId,
        functionDeclaration: `function () { ${EXCHANGE}.scope = this; }`,
      });
      const scope = exchange.scope?.object;
      return scope && scope !== globalThis ? [scope] : [];
    });
  } catch {
    return undefined;
  } finally {
    Reflect.deleteProperty(globalThis, EXCHANGE);
    session.disconnect();
  }
}

function propertiesOf(session: Session, id: string | undefined): Reply {
  return post(session, 'Runtime.getProperties', { objectId: id, ownProperties: true });
}

function objectId(result: Reply['result']): string | undefined {
  return result && 'objectId' in result ? result.objectId : undefined;
}

/** The inspector answers in the same turn where it looks at its own thread. */
function post(session: Session, method: string, parameters: object): Reply {
  let reply: Reply = {};
  session.post(method, parameters, (error: Error | null, answer?: object) => {
    if (error) throw error;
    reply = answer ?? {};
  });
  return reply;
}
