// Models as an author writes them who knows JavaScript and not the types: one ModelError says what is missing and where,
// and nothing is ignored.

import { describe, expect, test } from 'vitest';
import {
  array,
  cell,
  kind,
  list,
  oneOf,
  range,
  record,
  set,
  table,
  upTo,
} from '../../src/index.ts';
import { seqlock } from '../../src/kernel/index.ts';
import { build, cells, check, checkBuild, go, model, refuses, type Wrong } from './mistakes.ts';

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
      /^list: first how many elements it has at most, .* the first is the kind 'page'$/,
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
      'a table whose arguments are the wrong way round',
      () => (table as Wrong)({ type: upTo(2) }, kind('page', 2)),
      /^table: first the kind or how many there are, then the fields, as in table\(page, /,
    ],
    [
      'a kind in place of the ids that a set begins with',
      () => (set as Wrong)(kind('page', 2), kind('page', 2)),
      /^set: what it begins with comes last, and is a list, .* page.ids of a kind; this is the kind 'page'$/,
    ],
    [
      'one value in place of a list of them',
      () => (list as Wrong)(2, upTo(2), 1),
      /^list: what it begins with comes last, .*; this is the number 1$/,
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
  const asksByName = ({ at }: Wrong) => (at.value === 'Movable' ? 'go' : 'done');
  expect(() => checkStep(asksByName)).toThrow('compare it with the id, ids[1] of the kind');
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

test('a kind is no index', () => {
  const cpu = kind('cpu', 2);
  const make = () =>
    check(() =>
      build({ pcp: array(cpu, upTo(1)) }, ({ process }: Wrong) => ({
        p: process({
          start: 'go',
          steps: { go: ({ pcp }: Wrong) => (pcp[cpu as Wrong] === 1 ? 'go' : 'done') },
        }),
      })),
    );
  expect(make).toThrow('pcp[...]: an object is no index; of a kind, write one of its ids');
});

test('what a run has room for is asked for by the name of who needs it', () => {
  expect(() => (seqlock as Wrong)('zone')).toThrow(
    /^seqcount\(updates\), seqlock\(name, updates\) .* undefined$/,
  );
});
