// What there is to check, as data: what `list` prints.

export interface ListedModel {
  readonly name: string;
  readonly file: string;
  /** The folder below `models/` that it stands in, such as `slub`. */
  readonly group?: string;
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
  /** The properties that rows of the spec name, each with the verdicts expected somewhere. */
  readonly properties?: Readonly<Record<string, readonly string[]>>;
}
export interface ListedSpec {
  /** The name of its model. */
  readonly model: string;
  readonly file: string;
  readonly seed: string;
  readonly rows: number;
  readonly properties: Readonly<Record<string, readonly string[]>>;
}
export type ListedFile =
  | { readonly type: 'model'; readonly model: ListedModel }
  | { readonly type: 'spec'; readonly spec: ListedSpec };

/** A model with its spec, where it has one. */
export function withSpec(model: ListedModel, specs: readonly ListedSpec[]): ListedModel {
  const spec = specs.findLast((one) => one.model === model.name);
  if (!spec) return model;
  const { file, seed, rows, properties } = spec;
  return { ...model, spec: file, seed, rows, properties };
}

/** Which models are asked for; all of what is named must be true of one. */
export interface Wanted {
  /** Groups, and words of models' names: one of them. */
  readonly names: readonly string[];
  /** Words of the discussion that the spec names, in any case. */
  readonly seed?: string;
  readonly property?: string;
  readonly verdict?: string;
}

export function isWanted(model: ListedModel, { names, seed, property, verdict }: Wanted): boolean {
  const of = Object.entries(model.properties ?? {});
  const asked = property === undefined ? of : of.filter(([name]) => name === property);
  return (
    (names.length === 0 ||
      names.some((name) => model.group === name || model.name.includes(name))) &&
    (seed === undefined || (model.seed ?? '').toLowerCase().includes(seed.toLowerCase())) &&
    (property === undefined || asked.length > 0) &&
    (verdict === undefined || asked.some(([, verdicts]) => verdicts.includes(verdict)))
  );
}

export interface Listing {
  readonly models: readonly ListedModel[];
  readonly broken: readonly { readonly file: string; readonly message: string }[];
}
