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
export interface Listing {
  readonly models: readonly ListedModel[];
  readonly broken: readonly { readonly file: string; readonly message: string }[];
}
