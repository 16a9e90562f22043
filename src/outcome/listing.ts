// What there is to check, as data: what `list` prints.

export interface ListedModel {
  readonly name: string;
  readonly file: string;
  readonly about: string;
  readonly parameters: readonly {
    readonly name: string;
    /** `'a' | 'b'`, `a whole number 1..3`. */
    readonly values: string;
    readonly default: boolean | number | string;
    readonly about?: string;
  }[];
  /** The model's spec, where it has one. */
  readonly spec?: string;
  readonly seed?: string;
  readonly rows: number;
}
export interface ListedSpec {
  /** The name of its model. */
  readonly model: string;
  readonly file: string;
  readonly seed: string;
  readonly rows: number;
}
export type ListedFile =
  | { readonly type: 'model'; readonly model: ListedModel }
  | { readonly type: 'spec'; readonly spec: ListedSpec };

/** A model with its spec, where it has one. */
export function withSpec(model: ListedModel, specs: readonly ListedSpec[]): ListedModel {
  const spec = specs.findLast((one) => one.model === model.name);
  return spec ? { ...model, spec: spec.file, seed: spec.seed, rows: spec.rows } : model;
}

export interface Listing {
  readonly models: readonly ListedModel[];
  readonly broken: readonly { readonly file: string; readonly message: string }[];
}
