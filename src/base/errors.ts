// The two ways in which a user can be told no. A finding is a value, never an error; anything else that is thrown is a
// bug of mmcheck itself.

/** A wrong call: a flag, a file, a parameter. The message says what, where and what to do next. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Where in the model a mistake was found. */
export interface ModelErrorPlace {
  readonly file?: string;
  /** `models/x.ts:12`, where the author's own code was running. */
  readonly line?: string;
  /** Of a spec: `row 3 (update=in-place)`. */
  readonly row?: string;
  readonly process?: string;
  readonly step?: string;
  readonly property?: string;
  /** The run that led there, `alloc_pages0: read`; absent where no run was needed to find the mistake. */
  readonly run?: readonly string[];
}

/** A broken model: an unknown label, a value outside its domain, an impure step. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
  readonly place: ModelErrorPlace;

  constructor(message: string, place: ModelErrorPlace = {}) {
    super(message);
    this.place = place;
  }
}
