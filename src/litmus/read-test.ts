// A litmus file as a model that can be run, and its final states as those of the test.

import type { Outcomes } from '../outcome/outcomes.ts';
import { domainsOf } from './model/domains.ts';
import { modelText } from './model/model-text.ts';
import { cellName, localName } from './model/names.ts';
import type { Word } from './program/arithmetic.ts';
import { programOf } from './program/program.ts';
import type { LitmusTest, Variable } from './syntax/litmus-test.ts';
import { readLitmus } from './syntax/read-litmus.ts';
import { type Finals, neededBy, variableText } from './verdict.ts';

export interface RunnableTest {
  readonly test: LitmusTest;
  /** The source of the model. */
  readonly model: string;
  /** What `outcomes` is asked to show. */
  readonly show: readonly string[];
  /** What it showed, as final states of the test. */
  readonly finals: (outcomes: Outcomes['outcomes']) => Finals[];
}

/** Throws a LitmusMistake where the file is not understood. `where`: its name. */
export function readTest(text: string, where: string): RunnableTest {
  const test = readLitmus(text);
  const program = programOf(test);
  const domains = domainsOf(program);
  const needed = neededBy(test).map((variable) => ({
    name: variableText(variable),
    shown: shownAs(variable, domains.isIndirect ? domains.addressed : []),
  }));
  return {
    test,
    model: modelText(program, domains, where),
    show: [...new Set(needed.map(({ shown }) => shown.name))],
    finals: (outcomes) =>
      outcomes
        .filter(({ states, deadlocked }) => states > deadlocked)
        .map(({ values, states, deadlocked }) => ({
          state: new Map(needed.map(({ name, shown }) => [name, wordIn(values, shown)])),
          count: states - deadlocked,
        })),
  };
}

interface Shown {
  readonly name: string;
  /** Of an element of an array. */
  readonly index?: number;
}

function shownAs(variable: Variable, inArray: readonly string[]): Shown {
  if (variable.type === 'register') {
    return { name: `P${variable.process}.${localName(variable.name)}` };
  }
  const index = inArray.indexOf(variable.name);
  return index < 0 ? { name: cellName(variable.name) } : { name: 'memory', index };
}

/** None is the address of nothing, which is 0. */
function wordIn(values: Readonly<Record<string, unknown>>, { name, index }: Shown): Word {
  const shown = values[name];
  const word = index === undefined ? shown : [...(shown as Iterable<unknown>)][index];
  if (word === null) return 0;
  if (typeof word === 'number' || typeof word === 'string') return word;
  throw new Error(`${name} is shown as no value of a litmus test`);
}
