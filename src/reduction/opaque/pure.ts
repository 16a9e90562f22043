// What of JavaScript itself changes nothing: neither what it is a method of nor what it is handed. Anything that is not
// here is taken to change all that it can reach.

const FUNCTIONS: ReadonlySet<unknown> = new Set<unknown>([
  ...Object.getOwnPropertyNames(Math).map((name) => Reflect.get(Math, name)),
  ...[Boolean, Number, String],
  ...[Number.isFinite, Number.isInteger, Number.isNaN, Number.isSafeInteger, Number.parseInt],
  ...[Object.entries, Object.hasOwn, Object.is, Object.keys, Object.values],
  ...[Array.isArray, JSON.stringify],
]);

/** Of arrays, maps, numbers, sets and texts: those that call nobody back. */
const METHODS: ReadonlySet<string> = new Set([
  ...['at', 'concat', 'entries', 'flat', 'get', 'has', 'includes', 'indexOf', 'join', 'keys'],
  ...['lastIndexOf', 'slice', 'toReversed', 'values', 'with'],
  ...['charAt', 'charCodeAt', 'endsWith', 'padEnd', 'padStart', 'repeat', 'split', 'startsWith'],
  ...['substring', 'toFixed', 'toLowerCase', 'toString', 'toUpperCase', 'trim'],
]);

export function isPureFunction(fn: unknown): boolean {
  return FUNCTIONS.has(fn);
}

/** A method by its name, of something that is no author's: his own are followed. */
export function isPureMethod(name: string): boolean {
  return METHODS.has(name);
}
