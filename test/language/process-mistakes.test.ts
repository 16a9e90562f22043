// Processes, steps and procedures as an author writes them who knows JavaScript and not the types: one ModelError says what is
// missing and where, and nothing is ignored.

import { describe } from 'vitest';
import { upTo } from '../../src/index.ts';
import { checkBuild, go, type Mistake, refuses, type Wrong } from './mistakes.ts';

/** Checks a system of one process with these options besides what it needs. */
const checkProcess = (options: unknown): void =>
  checkBuild(({ process }) => ({ task: process({ ...go, ...(options as object) }) }));
const checkStep = (step: unknown): void => checkProcess({ steps: { go: step } });

describe('a process', () => {
  refuses([
    [
      'no options',
      () => checkBuild(({ process }) => ({ task: process() })),
      /^a process needs opt/,
    ],
    [
      'a misspelt guard',
      () => checkProcess({ gard: () => true }),
      /^the process that starts at 'go' has no option 'gard'; did you mean 'guard'\?$/,
    ],
    [
      'a guard that is a value',
      () => checkProcess({ guard: true }),
      /'guard' must be a function; it/,
    ],
    [
      'begin as a value',
      () => checkProcess({ begin: { a: 1 } }),
      /'begin' must be a function; it is/,
    ],
    [
      'a local that begins with nothing',
      () => checkProcess({ locals: { page: upTo(1) }, begin: () => ({ page: undefined }) }),
      /^'page' is undefined for task 0; leave it out for its first value/,
    ],
    [
      'a misspelt fairness',
      () => checkProcess({ fairness: 'week' }),
      /'strong', not the text 'week'/,
    ],
    [
      'no steps',
      () => checkProcess({ steps: undefined }),
      /^the process .* 'go' needs steps: .* und/,
    ],
    [
      'no start',
      () => checkProcess({ start: undefined }),
      /^the process with the steps go needs `start`, the label that it begins with, not undefined$/,
    ],
    [
      'one end',
      () => checkProcess({ end: 'go' }),
      /end must be a list of labels, not the text 'go'$/,
    ],
    [
      'a count in quotes',
      () => checkProcess({ count: '2' }),
      /count must be a number or a kind, not the text '2'$/,
    ],
    [
      'a lane that throws',
      () => checkProcess({ lane: () => (undefined as Wrong).at(0) }),
      /^lane throws: /,
    ],
    [
      'a lane that is a number',
      () => checkProcess({ count: 2, lane: (id: number) => (id === 1 ? 5 : 'a') }),
      /^lane must return a text for 1, not the number 5$/,
    ],
    [
      'no steps of a pool',
      () => checkProcess({ steps: 5, pool: 'p' }),
      /needs steps: .* number 5$/,
    ],
  ]);
});

describe('a step', () => {
  refuses(
    [undefined, null, 5, 'go', {}, []].map(
      (step): Mistake => [
        `is ${JSON.stringify(step)}`,
        () => checkStep(step),
        /^the process that starts at 'go': a step must be a function or a call\(\.\.\.\); 'go' is /,
      ],
    ),
  );
});

describe('a procedure', () => {
  const inner = { returns: ['out'], start: 'in', steps: { in: () => 'out' } };
  const checkCall = (...parts: readonly unknown[]): void =>
    checkBuild(({ process, procedure, call }) => ({
      task: process({ ...go, steps: { go: call(procedure('inner', inner), ...parts) } }),
    }));
  const checkProcedure = (...parts: readonly unknown[]): void =>
    checkBuild(({ procedure }) => ({ task: procedure(...parts) }));
  refuses([
    [
      'without a name',
      () => checkProcedure(inner),
      /^procedure: begin with its name; it is a plain/,
    ],
    [
      'without returns',
      () => checkProcedure('inner', go),
      /^procedure 'inner' needs the labels that/,
    ],
    ['a misspelt option', () => checkProcedure('inner', { ...inner, result: {} }), /'results'\?$/],
    [
      'a broken step',
      () => checkProcedure('inner', { ...inner, steps: { in: 5 } }),
      /'in' is the n/,
    ],
    [
      'called for none',
      () =>
        checkBuild(({ process, call }) => ({
          task: process({ ...go, steps: { go: call(undefined, () => ({}), {}) } }),
        })),
      /the call at 'go' must name what procedure/,
    ],
    [
      'called with values',
      () => checkCall({}, { out: 'done' }),
      /^the process .* the call at 'go' of 'inner' needs a function/,
    ],
    [
      'called for what it never returns',
      () => checkCall(() => ({}), { out: 'done', otu: 'done' }),
      /of 'inner': it never returns 'otu'; did you mean 'out'\?$/,
    ],
    [
      'called without returns',
      () => checkCall(() => ({})),
      /'inner' needs { return: label } for out; it is undefined$/,
    ],
    [
      'called with a misspelt return',
      () => checkCall(() => ({}), { out: 'done', uot: 'go' }),
      /the call at 'go' of 'inner': it never returns 'uot'; did you mean 'out'\?$/,
    ],
  ]);
});

describe('the initial values', () => {
  const checkInitial = (initial: (context: Wrong) => unknown): void =>
    checkBuild(({ process }) => ({ task: process(go) }), initial);
  const checkBegin = (begin: () => unknown): void =>
    checkProcess({ locals: { mine: upTo(2) }, begin });
  const fails = (): never => {
    throw new Error('boom');
  };
  refuses([
    ['a begin that throws', () => checkBegin(fails), /^it throws: boom$/],
    ['a begin of a number', () => checkBegin(() => 5), /^it must return { local: value }, not the/],
    ['an unknown local', () => checkBegin(() => ({ min: 1 })), /'min'; did you mean 'mine'\?$/],
    ['initial throws', () => checkInitial(fails), /^it throws: boom$/],
    [
      'initial that leaves a state out',
      () => checkInitial(() => 'blocked'),
      /^it must return nothing, not the text 'blocked'. .* choose only from the values/,
    ],
    [
      'initial of an expression',
      () => checkInitial(({ count }) => (count.value = 1)),
      /^it must return nothing, not the number 1/,
    ],
    ['an unknown cell', () => checkInitial(({ coun }) => coun), /'coun'; did you mean 'count'\?$/],
  ]);
});
