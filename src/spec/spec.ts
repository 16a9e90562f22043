// A spec: a model, its properties, and the verdict that each must get in each configuration. An unexpected `holds` is
// as wrong as an unexpected `violated`.

import { checkFunctions, checkOptions } from '../base/given.ts';
import type { Cells } from '../language/cell.ts';
import { authoredProperties } from '../language/claims/made-properties.ts';
import { type PropertyMakers, propertyMakers } from '../language/claims/makers.ts';
import type { ASSERTIONS, Properties } from '../language/claims/property.ts';
import {
  checkIsModel,
  type Model,
  type ModelDefinition,
  namedValues,
  type Parameters,
  type ParameterValues,
  type ValuesOf,
} from '../language/define-model.ts';
import type { MemorySettings } from '../language/memory-model.ts';
import { checkText } from '../language/text-of-model.ts';
import { checkStory } from './story-shape.ts';

/** A (process, label) event of a story: `alloc_pages` or, for one instance, `alloc_pages0`. */
export type StoryEvent = readonly [process: string, label: string];

export interface Expectation {
  readonly verdict: 'holds' | 'violated' | 'inconclusive' | 'pending';
  /** Events that the counterexample contains, in this order. */
  readonly story?: readonly StoryEvent[];
  /** Steps of the shortest counterexample. */
  readonly depth?: number;
}
/** The row does not check the property, and says why. */
export interface LeftOut {
  readonly leftOut: string;
}
export type Expected = Expectation['verdict'] | Expectation | LeftOut;

/** None where the row leaves the property out. */
export function verdictOf(expected: Expected | undefined): Expectation['verdict'] | undefined {
  if (typeof expected === 'string') return expected;
  return expected !== undefined && 'verdict' in expected ? expected.verdict : undefined;
}

/** That the model goes wrong: a value outside its domain, the misuse of a primitive. */
export interface GoesWrong {
  /** The step that does it: `['put_page', 'dec']`; of one instance, `['put_page1', 'dec']`. */
  readonly at: StoryEvent;
  /** Words of the message, as mmcheck says it. */
  readonly says: string;
}

/** Values of a model's own parameters, and of those that every model has. */
export type Setting<Ps> = { readonly [K in keyof Ps]?: Ps[K] } & MemorySettings;

interface RowHead<Ps> {
  readonly set: Setting<Ps>;
  /** Why, where a verdict surprises. */
  readonly note?: string;
  /** A configuration too large for the default run. */
  readonly stress?: boolean;
  /** The parameters of another row, where both are meant to build the same system. */
  readonly sameAs?: Setting<Ps>;
}
type Expectations<Name extends string> = { readonly [K in Name]: Expected } & {
  readonly assertions?: Expected;
};
export type SpecRow<Ps = Record<string, unknown>, Name extends string = string> = RowHead<Ps> &
  (
    | {
        /** One for each property, if only why it is left out; `assertions` is expected to hold where it is not named. */
        readonly expect: Expectations<Name>;
        readonly goesWrong?: undefined;
      }
    | {
        /** What is found before the model goes wrong; nothing else is decided. */
        readonly expect?: Partial<Expectations<Name>>;
        readonly goesWrong: GoesWrong;
      }
  );

/** A change of the model that breaks a property which no row violates. */
export interface Tooth<Ps = Record<string, unknown>> {
  /** Text that stands once in the model's file; white space is as good as other white space. */
  readonly replace: string;
  /** What stands there instead: nothing, unless it is given. */
  readonly by?: string;
  /** Where the text stands, if not in the model's own file: a path from there. */
  readonly file?: string;
  /** The parameters of a row in which the property holds, and does not with the change. */
  readonly at: Setting<Ps>;
}

/** A commit that turned a verdict: the rows before and after it, by the parameters that they set. */
export interface HistoryEntry<Ps = Record<string, unknown>, Name extends string = string> {
  /** Its sha, or 'not merged'. */
  readonly commit: string;
  readonly subject: string;
  readonly year: number;
  readonly property: Name;
  readonly before: Setting<Ps>;
  readonly after: Setting<Ps>;
}

export interface SpecDefinition {
  readonly type: 'mmcheck/spec';
  readonly model: ModelDefinition;
  /** Where the argument comes from: the thread and the commits. */
  readonly seed: string;
  /** Who of it was right, in a sentence or two. */
  readonly answer: string;
  readonly properties: (values: ParameterValues) => Properties;
  /** Each step of the argument's description, and the label (`process/label`) or labels that model it. */
  readonly steps: Readonly<Record<string, string | readonly string[]>>;
  readonly rows: readonly SpecRow[];
  /** For a property that no row violates: the line whose removal breaks it. */
  readonly teeth: Readonly<Record<string, Tooth>>;
  /** The kernel's own history of the argument, oldest first. */
  readonly history: readonly HistoryEntry[];
  /** What no row sees, as `run` says it; anything else has to be seen. Undefined: nothing is demanded. */
  readonly never?: readonly string[];
}

export interface SpecOptions<Ps, C extends Cells, P, Q extends Properties> {
  readonly seed?: string;
  readonly answer?: string;
  readonly properties: (makers: PropertyMakers<C, P>, values: ValuesOf<Ps>) => Q;
  readonly steps?: Readonly<Record<string, string | readonly string[]>>;
  readonly rows: readonly SpecRow<ValuesOf<Ps>, keyof Q & string>[];
  readonly teeth?: { readonly [K in keyof Q | typeof ASSERTIONS]?: Tooth<ValuesOf<Ps>> };
  readonly history?: readonly HistoryEntry<ValuesOf<Ps>, keyof Q & string>[];
  readonly never?: readonly string[];
}

/** Defines a spec. Default-export it from `specs/NAME.ts`, and `mmcheck run` checks it. */
export function defineSpec<Ps extends Parameters, C extends Cells, P, Q extends Properties>(
  model: Model<Ps, C, P>,
  options: SpecOptions<Ps, C, P, Q>,
): SpecDefinition {
  checkIsModel('defineSpec', model);
  const what = `the spec of '${model.name}'`;
  checkOptions(what, options, [
    'seed',
    'answer',
    'properties',
    'steps',
    'rows',
    'teeth',
    'history',
    'never',
  ]);
  checkFunctions(what, { properties: options.properties ?? null }, ['properties']);
  return {
    type: 'mmcheck/spec',
    model,
    seed: options.seed ?? '',
    answer: options.answer ?? '',
    properties: (values) => {
      checkText(`the properties of ${what}`, options.properties, model.parameters, 1);
      return authoredProperties(what, () =>
        options.properties(propertyMakers<C, P>(), namedValues(model, values as ValuesOf<Ps>)),
      );
    },
    steps: options.steps ?? {},
    rows: options.rows as readonly SpecRow[],
    teeth: (options.teeth ?? {}) as Record<string, Tooth>,
    history: (options.history ?? []) as readonly HistoryEntry[],
    ...(options.never === undefined ? {} : { never: options.never }),
  };
}

/** Expects a violation whose counterexample contains the events, in order. */
export function violated(story: readonly StoryEvent[], depth?: number): Expectation {
  checkStory('violated', story);
  return { verdict: 'violated', story, ...(depth === undefined ? {} : { depth }) };
}
