// What a file exports, while the file has not made it yet: files that import each other may ask too early. By the language that
// is an error ("before initialization"); CommonJS, which jiti makes of a module, would give `undefined` without a word, and a
// model would be built on it.
//
// What must stay true: only names that are `void 0` for the time being are guarded; a function is there from the first, as in
// a module.

import { basename } from 'node:path';

/** As Babel begins the code of a module: all exported names that get their values later. */
const NOT_YET = /(?:exports\.[\w$]+\s*=\s*)+void 0;/;

/** The code of a module, in which an export that is read too early throws where it is read. Keeps all lines where they are. */
export function guardEarlyExports(code: string, file: string): string {
  return code.replace(NOT_YET, (names) =>
    [...names.matchAll(/exports\.([\w$]+)/g)].map(([, name]) => guard(name, file)).join(''),
  );
}

function guard(name: string, file: string): string {
  const words = `'${name}' is read before ${basename(file)} has made it: these files import each other`;
  const error = `new ReferenceError(${JSON.stringify(words)})`;
  return (
    `Object.defineProperty(exports, "${name}", { configurable: true, enumerable: true, ` +
    `get: function early() { const error = ${error}; Error.captureStackTrace(error, early); throw error; }, ` +
    `set(value) { Object.defineProperty(exports, "${name}", { value, writable: true }); } });`
  );
}
