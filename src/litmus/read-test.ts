// A litmus file as a model that can be run, and its final states as those of the test.

import type { Outcomes } from '../outcome/outcomes.ts';
import { unsupported } from './mistake.ts';
import { domainsOf } from './model/domains.ts';
import { modelText } from './model/model-text.ts';
import { cellName, localName } from './model/names.ts';
import type { Word } from './program/arithmetic.ts';
import { type LitmusProgram, programOf } from './program/program.ts';
import { storeCounts } from './program/stores.ts';
import { limitUnderLkmm } from './program/under-lkmm.ts';
import type { LitmusTest, Variable } from './syntax/litmus-test.ts';
import { readLitmus } from './syntax/read-litmus.ts';
import { type Finals, neededBy, variableText, type Waiting } from './verdict.ts';

export interface RunnableTest {
  readonly test: LitmusTest;
  /** The source of the model. */
  readonly model: string;
  /** What `outcomes` is asked to show. */
  readonly show: readonly string[];
  /** What the memory model is to be given, as parameters of the model; a LitmusMistake where it cannot take the test. */
  readonly memory: (model: string) => MemoryOfTest;
  /** What it showed, as final states of the test. */
  readonly finals: (outcomes: Outcomes['outcomes']) => Finals[];
  /** Who waits for ever in some run, and at which statement. */
  readonly waiting: (outcomes: Outcomes['outcomes']) => Waiting[];
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
    memory: (model) => memoryOf(program, model),
    show: [
      ...new Set([...needed.map(({ shown }) => shown.name), ...program.processes.map(placeName)]),
    ],
    finals: (outcomes) =>
      outcomes
        .filter(({ states, deadlocked }) => states > deadlocked)
        .map(({ values, states, deadlocked }) => ({
          state: new Map(needed.map(({ name, shown }) => [name, wordIn(values, shown)])),
          count: states - deadlocked,
        })),
    waiting: (outcomes) =>
      outcomes
        .filter(({ deadlocked }) => deadlocked > 0)
        .flatMap(({ values }) =>
          program.processes.map((process) => ({
            process: process.name,
            at: String(values[placeName(process)]),
          })),
        )
        .filter(({ at }) => at !== 'done'),
  };
}

function placeName({ name }: { readonly name: string }): string {
  return `${name}.at`;
}

export type MemoryOfTest = Readonly<Record<string, string>>;

/** With room for all stores, so that no run is left out. */
function memoryOf(program: LitmusProgram, model: string): MemoryOfTest {
  if (model === 'sc') return {};
  const limit = model === 'lkmm' ? limitUnderLkmm(program) : undefined;
  if (limit !== undefined) throw unsupported(limit.line, `under lkmm, ${limit.what}`);
  const { ofProcess, ofLocation } = storeCounts(program);
  const room = Math.max(1, model === 'lkmm' ? ofLocation : ofProcess);
  if (room > MOST_ROOM) {
    throw unsupported(
      0,
      `${room} stores that may wait at once; ${model} has room for ${MOST_ROOM}`,
    );
  }
  return { 'memory-model': model, 'store-buffer': String(room) };
}

/** The largest store buffer. */
const MOST_ROOM = 8;

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

/** Memory is shown as records `{ now }`. None is the address of nothing, which is 0. */
function wordIn(values: Readonly<Record<string, unknown>>, { name, index }: Shown): Word {
  const plain = JSON.parse(JSON.stringify(values[name]));
  const shown = index === undefined ? plain : plain[index];
  const word = shown !== null && typeof shown === 'object' ? shown.now : shown;
  if (word === null) return 0;
  if (typeof word === 'number' || typeof word === 'string') return word;
  throw new Error(`${name} is shown as no value of a litmus test`);
}
