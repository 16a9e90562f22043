// Source text as its author wrote it. A Node that knows no TypeScript gets files that were made over: what is imported is
// called by the name of its module, `(0, _zones.first)(x)` for `first(x)`. Messages quote what stands in the file.

import { closureOf } from './closure.ts';

const CALLED = /\(0, (_\w+)\.(\w+)\)/g;
const NAMED = /(?<![\w.$])(_\w+)\.(\w+)/g;

/** A piece of a function's text. */
export function authorsText(text: string, fn: object): string {
  if (!/_\w+\.\w/.test(text)) return text;
  const lookup = closureOf(fn);
  const asWritten = (whole: string, owner: string, name: string): string => {
    if (!isModule(lookup(owner)?.value)) return whole;
    // What a module exports by default has any name; mostly that of the module.
    return name === 'default' ? owner.slice(1) : name;
  };
  return text.replace(CALLED, asWritten).replace(NAMED, asWritten);
}

function isModule(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return (
    Reflect.get(value, '__esModule') === true || Reflect.get(value, Symbol.toStringTag) === 'Module'
  );
}
