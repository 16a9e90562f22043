// The claims about percpu-this-cpu-ops, and what becomes of each.
//
// To a sum it does not matter on whose variable an atomic operation is made, so counters never showed what arm64 had wrong
// until 2015. Who counts on being the only writer of his own variable does not get that.

import { defineSpec, violated } from 'mmcheck';
import model from '../../models/percpu/percpu-this-cpu-ops.ts';

const T = (label: string) => ['task', label] as const;
const M = ['scheduler', 'migrate'] as const;
const I = ['handler', 'store'] as const;

const holds = {
  'sum-is-exact': 'holds',
  'own-variable': 'holds',
  'returns-its-own': 'holds',
} as const;
const moved = [T('this_cpu_ptr'), M, T('store')] as const;

export default defineSpec(model, {
  seed:
    'Independent per-CPU data section for nVHE (Brazdil, Sep 2020); f3eab7184ddc arm64: percpu: Make ' +
    'this_cpu accessors pre-empt safe (2015)',
  answer:
    'Lameter, that it is made for one instruction, which arm64 has not: of several, an operation ' +
    'needs preemption off, and LL/SC or irqs off besides. Sums never showed what arm64 had wrong ' +
    'until 2015.',
  properties: ({ invariant, unreachable }, { result }) => ({
    'sum-is-exact': invariant(
      'what was added is there',
      ({ v, made }) => v.reduce((sum, x) => sum + x, 0) === made.value,
    ),
    'own-variable': unreachable(
      'nobody writes the variable of another cpu',
      ({ foreign }) => foreign.value,
    ),
    'returns-its-own': invariant(
      'what is returned is what was stored',
      ({ task }) =>
        result === 'nothing' || task.every(({ at, x, sum }) => at !== 'returned' || x === sum),
    ),
  }),
  rows: [
    { set: { irqs: 1, result: 'sum' }, expect: holds },
    {
      set: { op: 'load-store' },
      expect: {
        ...holds,
        'sum-is-exact': violated([T('load'), T('load'), T('store'), T('store')]),
        'own-variable': violated(moved),
      },
    },
    {
      set: { op: 'atomic', irqs: 1 },
      expect: { ...holds, 'own-variable': violated([T('this_cpu_ptr'), M, T('add')]) },
    },
    { set: { op: 'll-sc' }, expect: { ...holds, 'own-variable': violated(moved) } },
    { set: { op: 'preempt-off' }, expect: holds },
    {
      set: { op: 'preempt-off', irqs: 1 },
      expect: { ...holds, 'sum-is-exact': violated([T('load'), I, T('store')]) },
    },
    { set: { op: 'irq-off', irqs: 1, result: 'sum' }, expect: holds },
    { set: { op: 'preempt-off-ll-sc', irqs: 1, result: 'sum' }, expect: holds },
    {
      set: { op: 'irq-off', result: 'read-again' },
      expect: { ...holds, 'returns-its-own': violated([T('store'), T('this_cpu_read')]) },
    },
    {
      set: { result: 'read-again', irqs: 1 },
      expect: { ...holds, 'returns-its-own': violated([T('add'), T('this_cpu_read')]) },
      note: 'Two instructions are two, whatever each of them is.',
    },
    {
      set: { op: 'preempt-off-ll-sc', irqs: 1, cpus: 3, tasks: 3, result: 'sum' },
      expect: holds,
      stress: true,
    },
    { set: { op: 'irq-off', irqs: 1, adds: 2 }, expect: holds, stress: true },
  ],
  history: [
    {
      commit: 'f3eab7184ddc',
      subject: 'arm64: percpu: Make this_cpu accessors pre-empt safe',
      year: 2015,
      property: 'own-variable',
      before: { op: 'll-sc' },
      after: { op: 'preempt-off-ll-sc', irqs: 1, result: 'sum' },
    },
  ],
});
