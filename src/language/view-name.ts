// The names of views: what a view is made as, and a primitive's method is handed, so that its messages can say of what.

/** What a view is called: known to every copy of the package, as the one that made a primitive need not run it. */
const NAME = Symbol.for('mmcheck.view');

/** `zones[1].lock`, for the methods of primitives, which are handed the view; undefined of what is no record or array. */
export function nameOfView(view: object): string | undefined {
  return Reflect.get(view, NAME);
}

export function named<T extends object>(view: T, name: string): T {
  return Object.defineProperty(view, NAME, { value: name });
}
