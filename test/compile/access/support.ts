// A scope to analyse steps in, and accesses as short text: `r free[local zone]`, `w pages[any].state`.

import type { Access } from '../../../src/compile/access/access.ts';
import { analyseStep, type Scope } from '../../../src/compile/access/analyse.ts';
import { shapesOf } from '../../../src/compile/layout/layout.ts';
import {
  array,
  bool,
  cell,
  list,
  oneOf,
  orNone,
  primitive,
  record,
  set,
  table,
  upTo,
} from '../../../src/index.ts';

export const CELLS = shapesOf({
  free: array(3, upTo(2)),
  grid: array(2, array(2, upTo(2))),
  pages: table(3, { state: oneOf('free', 'used'), ref: upTo(3), holders: set(3) }),
  zone: record({ count: upTo(3), lists: array(2, upTo(2)), inner: record({ a: bool, b: bool }) }),
  seq: cell(upTo(4)),
  held: set(3),
  queue: list(3, upTo(2)),
  lock: primitive<{ owner: typeof bool }, { acquire: unknown; isFree: unknown; tell: unknown }>(
    { owner: bool },
    {
      acquire: { pure: false, run: () => true, acquires: 'write' },
      tell: { pure: false, run: () => true },
      isFree: { pure: true, run: () => true },
    },
  ),
});

export const SCOPE: Scope = {
  cells: CELLS,
  helpers: {},
  locals: shapesOf({
    i: upTo(2),
    who: orNone(upTo(2)),
    zone: upTo(2),
    pending: set(3),
    slots: array(2, upTo(2)),
  }),
  tools: ['me', 'choose', 'assert'],
  readOnly: false,
};

// biome-ignore lint/suspicious/noExplicitAny: steps of any model
export type AnyStep = (...args: any[]) => unknown;

/** Names around the steps of these tests: what stands for nothing is refused. */
const AROUND = [
  'f',
  'g',
  'h',
  'y',
  'tag',
  'lib',
  'touch',
  'count',
  'counter',
  'counters',
  'LABEL',
  'OUTSIDE',
];

export function parse(text: string): AnyStep {
  return new Function(...AROUND, `return (${text})`)();
}

export function analyse(step: AnyStep | string, scope: Scope = SCOPE) {
  const fn = typeof step === 'string' ? parse(step) : step;
  return analyseStep(fn, scope, { process: 'p', step: 's' });
}

/** Accesses to cells, and to locals as `r me.x`, in alphabetical order. */
export function touched(step: AnyStep | string, scope: Scope = SCOPE): string[] {
  const { accesses, locals, own } = analyse(step, scope);
  return [
    ...[...accesses, ...own].map(show),
    ...[...locals.read].map((name) => `r me.${name}`),
    ...[...locals.written].map((name) => `w me.${name}`),
  ].sort();
}

// biome-ignore lint/suspicious/noExplicitAny: paths of steps and of helpers
export function show({ cell, path, write }: Access<any>): string {
  const steps = path.map((entry) => {
    if (entry.type === 'field') return `.${entry.name}`;
    const detail = entry.value ?? entry.name ?? entry.position;
    return detail === undefined ? `[${entry.type}]` : `[${entry.type} ${detail}]`;
  });
  return `${write ? 'w' : 'r'} ${cell}${steps.join('')}`;
}
