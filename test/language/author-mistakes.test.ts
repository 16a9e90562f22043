// Models as an author writes them who knows JavaScript and not the types: one ModelError says what is missing and where,
// and nothing is ignored.

import { describe, expect, test } from 'vitest';
import { ModelError } from '../../src/base/errors.ts';
import { checkModel } from '../../src/check/check.ts';
import {
  array,
  cell,
  defineModel,
  kind,
  list,
  oneOf,
  range,
  record,
  set,
  system,
  table,
  upTo,
} from '../../src/index.ts';

// biome-ignore lint/suspicious/noExplicitAny: wrong models are written here on purpose
type Wrong = any;
type Mistake = [what: string, make: () => unknown, message: RegExp];

const [model, build] = [defineModel as Wrong, system as Wrong];
const cells = { count: cell(upTo(2)) };
const go = { start: 'go', steps: { go: () => 'done' } };

/** Checks a model with the system that is given. */
function check(made: (values: Wrong) => unknown): void {
  checkModel(model('wrong', { system: made }), {}, {});
}

/** Checks a system whose processes are made by a function of the builder. */
function checkBuild(processes: (builder: Wrong) => unknown, initial?: unknown): void {
  check(() => build(cells, processes, initial));
}

function refuses(mistakes: readonly Mistake[]): void {
  test.each(mistakes)('%s', (_what, make, message) => {
    expect(make).toThrow(message);
    expect(make).toThrow(ModelError);
  });
}

describe('a model', () => {
  refuses([
    [
      'without a name',
      () => model(5, {}),
      /^defineModel: begin with the model's name; it is the n/,
    ],
    ['without options', () => model('m'), /^model 'm' needs options .* got undefined$/],
    ['without a system', () => model('m', {}), /^model 'm' needs a function that makes its system/],
    [
      'a misspelt option',
      () => model('m', { sytem: 1 }),
      /no option 'sytem'; did you mean 'system'/,
    ],
    [
      'a number as a parameter',
      () => model('m', { parameters: { a: 5 }, system: () => {} }),
      /^model 'm': parameter a must be bool, .* it is the number 5$/,
    ],
  ]);
});

describe('a system', () => {
  refuses([
    ['a forgotten return', () => check(() => {}), /^the system of 'wrong' is undefined; .* return/],
    ['async', () => check(async () => {}), /is a promise: .* not be async/],
    [
      'a function that throws',
      () => check(() => (undefined as Wrong).at(0)),
      /^the system of 'wrong' throws: /,
    ],
    [
      'a parameter that it does not have',
      () => check(({ upd }) => upd),
      /^wrong has no parameter 'upd'; there are none$/,
    ],
    [
      'no cells',
      () => check(() => build(null, () => ({}))),
      /^system: the cells must .* not null$/,
    ],
    [
      'a domain that is no cell',
      () => check(() => build({ count: upTo(2) }, () => ({}))),
      /^system: 'count' must be a cell, and is a domain; write count: cell\(...\) around it$/,
    ],
    [
      'a helper among the cells',
      () => check(() => build({ big: () => true }, () => ({}))),
      /^system: 'big' must be a cell, and is a function; helpers come behind the cells: system\(/,
    ],
    [
      'a list whose arguments are the wrong way round',
      () => (list as Wrong)(kind('page', 2), 2),
      /^list: first how many elements it has at most, .* the first is of type 'id'$/,
    ],
    ['a list of nothing', () => (list as Wrong)(2), /^list\(n, elements\): undefined is no domain/],
    [
      'an array of nothing',
      () => (array as Wrong)(2),
      /^array\(n, elements\): undefined is no domain/,
    ],
    [
      'an array over a text',
      () => (array as Wrong)('2', upTo(2)),
      /which come first; it is the text '2'$/,
    ],
    [
      'a table of a domain',
      () => (table as Wrong)(2, upTo(2)),
      /^the fields of a record or table are \{ name: domain \}, and not a domain; /,
    ],
    [
      'a field of a record',
      () => (record as Wrong)({ next: () => 3 }),
      /^the field 'next': a function is no domain/,
    ],
    [
      'a number that is no cell',
      () => check(() => build({ count: 2 }, () => ({}))),
      /^system: 'count' must be a cell, and is the number 2$/,
    ],
    [
      'a cell around a cell',
      () => check(() => build({ count: (cell as Wrong)(cell(upTo(2))) }, () => ({}))),
      /already; leave out the cell/,
    ],
    [
      'a local that is no domain',
      () => checkBuild(({ process }) => ({ p: process({ ...go, locals: { seen: 2 } }) })),
      /^the process that starts at 'go': locals.seen must be a domain or a cell, .* the number 2$/,
    ],
    [
      'a kind of two sizes',
      () =>
        check(() =>
          build({ c: cell(kind('cpu', 3)) }, ({ process }: Wrong) => ({
            p: process({ ...go, locals: { seen: kind('cpu', 2) } }),
          })),
        ),
      /^the kind 'cpu' is made twice, with 3 and with 2 ids; /,
    ],
    [
      'a last step that goes on',
      () =>
        checkBuild(({ process }) => ({ p: process({ start: 'go', steps: { go: () => 'next' } }) })),
      /returned 'next', and is the last of its steps; name the label, or 'done'$/,
    ],
    ['no function', () => check(() => build(cells, {}, {})), /^system: a function must make the/],
    [
      'a helper that is no function',
      () => check(() => build(cells, { twice: 2 }, () => ({}))),
      /^a helper of the system: 'twice' must be a function; it is the number 2$/,
    ],
    [
      'initial is no function',
      () => checkBuild(() => ({}), 5),
      /^system: 'initial' must be a func/,
    ],
    ['forgotten parentheses', () => checkBuild(() => {}), /returned undefined; .* parentheses/],
    [
      'an array',
      () => checkBuild(() => []),
      /^the function that makes the proc.* returned an array/,
    ],
    [
      'null for a process',
      () => checkBuild(() => ({ task: null })),
      /^process 'task' is null; make/,
    ],
    [
      'a process made by hand',
      () => checkBuild(() => ({ task: go })),
      /^process 'task' is a plain/,
    ],
  ]);
});

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

test('a place is said once', () => {
  const make = () => checkBuild(({ process }) => ({ task: process({ ...go, count: -1 }) }));
  expect(make).toThrow(/^-1 instances; 0 to 255 are possible$/);
});

test.each<[() => unknown, string]>([
  [
    () => (upTo as Wrong)('3'),
    "upTo(n) needs a whole number that is not negative, not the text '3'",
  ],
  [() => upTo(-1), 'not negative, not the number -1'],
  [() => range(3, 0), 'the smaller one first, not the number 3 and the number 0'],
  [() => (oneOf as Wrong)(1, 2), 'takes texts, not the number 1; for numbers there are upTo(n)'],
  [() => (oneOf as Wrong)(['a', 'b']), "oneOf('a', 'b') takes texts, not an array"],
])('a domain: %s', (make, message) => {
  expect(make).toThrow(message);
});

test('ids are told by the names of their kind', () => {
  const zone = kind('zone', ['Normal', 'Movable']);
  const checkStep = (go: (context: Wrong) => string): void =>
    check(() =>
      build({ at: cell(zone), seen: set(zone) }, ({ process }: Wrong) => ({
        p: process({ start: 'go', steps: { go } }),
      })),
    );
  const assigns = ({ at }: Wrong) => {
    at.value = 2;
    return 'done';
  };
  const adds = ({ seen }: Wrong) => {
    seen.add(2);
    return 'done';
  };
  expect(() => checkStep(assigns)).toThrow('it is a zone (Normal, Movable)');
  expect(() => checkStep(adds)).toThrow('the members are Normal, Movable');
});

test('a set has each of its members once', () => {
  expect(() => set(3, [1, 2, 1])).toThrow('set: 1 is given twice');
  expect(() => set(3, [1, 2])).not.toThrow();
});

test('names of a kind tell its ids apart', () => {
  expect(() => kind('zone', ['a', 'a'])).toThrow("kind('zone'): 'a' is given twice");
});
